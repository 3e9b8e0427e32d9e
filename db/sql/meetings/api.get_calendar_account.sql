create or replace function api.get_calendar_account()
  returns setof api.calendar_accounts
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid;
begin
  v_user_id := public.require_user();
  return query
  select c.*
  from api.calendar_accounts c
  join public.provider_accounts a on a.id = c.id
  where a.user_id = v_user_id;
end
$function$;
comment on function api.get_calendar_account is
  'The calendar of the signed-in tenant, with how it is kept in step; nothing when none was ever connected. Raises not_signed_in.';
revoke all on function api.get_calendar_account from public;
grant execute on function api.get_calendar_account to app_user;
alter function api.get_calendar_account owner to app_definer;
