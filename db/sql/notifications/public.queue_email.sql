-- See email_outbox. The one way to a mail.
create or replace function public.queue_email(
  p_id uuid,
  p_kind text,
  p_subject_key text,
  p_user_id uuid,
  p_to_email text,
  p_to_name text,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.email_outbox (id, kind, subject_key, user_id, to_email, to_name, next_try_at, created_at)
  values (p_id, p_kind, p_subject_key, p_user_id, p_to_email, p_to_name, p_now, p_now)
  on conflict (kind, subject_key) do nothing;
  if found then
    perform public.add_job('email__send', '{}', 'email__send');
  end if;
end
$function$;
comment on function public.queue_email is
  'Writes a mail to be sent, unless there is one of that kind about the same thing already. Called by functions that owe somebody a mail.';
revoke all on function public.queue_email from public;
alter function public.queue_email owner to app_definer;
