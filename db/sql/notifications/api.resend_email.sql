-- A mail whose server refused it for a while, or whose link is still worth sending. What it says is made anew when it is sent.
create or replace function api.resend_email(p_email_id uuid, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_kind text;
begin
  perform public.require_admin();
  update public.email_outbox m
  set state = 'queued', next_try_at = p_now, created_at = p_now, tries = 0, unclear_tries = 0
  -- Of two who press the button one sends: for the other it is stuck no more.
  where m.id = p_email_id and public.email_is_stuck(m)
  returning m.kind
  into v_kind;
  if v_kind is null then
    raise sqlstate 'VC404' using
      message = 'email_not_stuck',
      detail = format('email %s', p_email_id),
      hint = 'This mail is on its way, has arrived, or is gone.';
  end if;
  perform public.write_audit('email_resent', 'email', p_email_id::text, null, jsonb_build_object('kind', v_kind), p_now);
  perform public.add_job('email__send', '{}', 'email__send');
end
$function$;
comment on function api.resend_email is
  'Has a mail that did not arrive, or that waits after a refusal, sent again now. Audited. Raises not_signed_in, admin_only, email_not_stuck.';
revoke all on function api.resend_email from public;
grant execute on function api.resend_email to app_user;
alter function api.resend_email owner to app_definer;
