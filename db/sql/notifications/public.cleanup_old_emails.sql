create or replace function public.cleanup_old_emails(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.account_links l where l.expires_at < p_now - interval '1 day';
  delete from public.email_outbox m
  where m.created_at < p_now - public.setting('emails.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_emails is
  'Deletes mails older than emails.keep_days and links that are too old; returns how many mails. Scheduled daily.';
revoke all on function public.cleanup_old_emails from public;
grant execute on function public.cleanup_old_emails to app_worker;
alter function public.cleanup_old_emails owner to app_definer;
