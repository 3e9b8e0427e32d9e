create or replace function api.list_outcomes(p_campaign_id uuid)
  returns table (status text, calls integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select c.status::text, count(*)::integer
  from public.calls c
  where c.campaign_id = p_campaign_id
  group by c.status
  order by count(*) desc, c.status;
end
$function$;
comment on function api.list_outcomes is
  'Calls of a campaign by status. Raises not_signed_in.
@notNull status
@notNull calls
@words status calls.status';
revoke all on function api.list_outcomes from public;
grant execute on function api.list_outcomes to app_user;
