create or replace function public.email_is_tenants(p_kind text)
  returns boolean
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select p_kind in ('notification', 'call_completed', 'daily_summary')
$function$;
comment on function public.email_is_tenants is
  'Whether a kind of mail tells a tenant of its business; what else there is, the account itself needs. Called by take_emails.';
revoke all on function public.email_is_tenants from public;
grant execute on function public.email_is_tenants to app_definer;
