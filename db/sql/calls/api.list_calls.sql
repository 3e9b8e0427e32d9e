create or replace function api.list_calls(
  p_campaign_id uuid default null,
  p_contact_id uuid default null,
  p_status text default null,
  p_search text default null,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50,
  p_agent_id uuid default null,
  p_from date default null,
  p_to date default null,
  p_weekday integer default null,
  p_hour integer default null,
  p_call_source text default null,
  p_answered boolean default null,
  p_lead text default null
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
  from public.calls k
  join api.calls c on c.id = k.id
  left join public.lead_analytics l on l.call_id = k.id
  where (p_campaign_id is null or k.campaign_id = p_campaign_id)
    and (p_contact_id is null or k.contact_id = p_contact_id)
    and (p_agent_id is null or k.agent_id = p_agent_id)
    and (p_status is null or k.status = p_status)
    and (p_from is null or k.local_date >= p_from)
    and (p_to is null or k.local_date <= p_to)
    and (p_weekday is null or extract(isodow from k.local_date) = p_weekday)
    and (p_hour is null or k.local_hour = p_hour)
    and (p_call_source is null or coalesce(k.call_source, 'unknown') = p_call_source)
    and (p_answered is null or (k.started_at is not null) = p_answered)
    and (p_lead is null or (l.id is not null and p_lead in ('analysed', l.qualification_status)))
    and (p_before_id is null or (k.created_at, k.id) < (p_before_at, p_before_id))
    and (
      coalesce(btrim(p_search), '') = ''
      or strpos(lower(c.contact_name), lower(btrim(p_search))) > 0
      or (length(v_digits) >= 3 and strpos(k.phone_number, v_digits) > 0)
    )
  order by k.created_at desc, k.id desc
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_calls is
  'A page of the tenant''s calls, newest first; the next page begins before the last created_at and id. Search takes part of a name or number; from, to, weekday (1 is Monday) and hour are those of the tenant''s zone; lead is analysed (any) or a qualification. Raises not_signed_in.
@words p_status calls.status
@words p_call_source calls.call_source';
revoke all on function api.list_calls from public;
grant execute on function api.list_calls to app_user;
