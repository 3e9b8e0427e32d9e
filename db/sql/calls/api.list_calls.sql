create or replace function api.list_calls(
  p_campaign_id uuid default null,
  p_contact_id uuid default null,
  p_status text default null,
  p_search text default null,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.calls
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_user();
  return query
  select c.*
  from api.calls c
  where (p_campaign_id is null or c.campaign_id = p_campaign_id)
    and (p_contact_id is null or c.contact_id = p_contact_id)
    and (p_status is null or c.status = p_status)
    and (p_before_id is null or (c.created_at, c.id) < (p_before_at, p_before_id))
    and (
      coalesce(btrim(p_search), '') = ''
      or strpos(lower(c.contact_name), lower(btrim(p_search))) > 0
      or (length(v_digits) >= 3 and strpos(c.phone_number, v_digits) > 0)
    )
  order by c.created_at desc, c.id desc
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_calls is
  'A page of the tenant''s calls, newest first; the next page begins before the last created_at and id. Search takes part of a name or number. Raises not_signed_in.
@words p_status calls.status';
revoke all on function api.list_calls from public;
grant execute on function api.list_calls to app_user;
