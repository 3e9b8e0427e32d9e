create or replace function public.tell_password_changed(p_user_id uuid, p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select public.queue_email(m.id, 'password_changed', m.id::text, u.id, u.email, u.name, p_now)
  from public.users u
  cross join lateral (select public.uuid_generate_v4() as id where u.id is not null) m
  where u.id = p_user_id
$function$;
comment on function public.tell_password_changed is
  'Mails somebody that their password was changed. Called by change_password and reset_password.';
revoke all on function public.tell_password_changed from public;
alter function public.tell_password_changed owner to app_definer;
