-- Why an attempt may not be sent now, null when it may. The margins make the answer fit into the lease, and the
-- whole request into the calling hours.
create or replace function public.fence_refusal(p_attempt public.call_attempts, p_now timestamptz)
  returns text
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_refusal text;
  v_margin interval := public.setting('dial.fence_margin_ms') * interval '1 millisecond';
  v_timeout interval := public.setting('dial.http_timeout_ms') * interval '1 millisecond';
begin
  if p_attempt.lease_deadline - p_now < v_margin then
    return 'lease_too_short';
  end if;

  select
    case
      when not u.is_active then 'account_inactive'
      when not g.is_active then 'agent_off'
      when exists (
        select from public.do_not_call d
        where d.phone_number = p_attempt.phone_number and (d.user_id = p_attempt.user_id or d.user_id is null)
      ) then 'opted_out'
      when t.deleted_at is not null then 'contact_removed'
      when l.zone_key is distinct from public.rule_key_of(p_attempt.phone_number) then 'no_calling_rule'
      when l.needs_consent and not exists (
        select from public.contact_consents n
        where n.contact_id = q.contact_id and n.user_id = q.user_id and n.withdrawn_at is null
      ) then 'no_consent'
      when q.campaign_id is not null and c.status <> 'active' then 'campaign_not_active'
      when not l.open or l.closes_at <= p_now + v_timeout then 'outside_hours'
    end
  into strict v_refusal
  from public.call_queue q
  join public.users u on u.id = q.user_id
  join public.agents g on g.id = q.agent_id
  join public.dispatch_lanes l on l.id = q.lane_id
  join public.contacts t on t.id = q.contact_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = p_attempt.queue_id;
  return v_refusal;
end
$function$;
comment on function public.fence_refusal is
  'The reason why an attempt may not be sent at p_now, null when it may: lease_too_short, account_inactive, agent_off, opted_out, contact_removed, no_calling_rule, no_consent, campaign_not_active, outside_hours.';
revoke all on function public.fence_refusal from public;
alter function public.fence_refusal owner to app_definer;
