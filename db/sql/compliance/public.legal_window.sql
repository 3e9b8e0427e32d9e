-- The hours of a lane: those of its campaign, and in each zone in which its people may be those of the law. What lies in all of them.
--
-- Each turn takes the present or next window of each; where they have nothing in common, the search goes on at the latest of their
-- beginnings, before which they cannot. A campaign whose hours the law never allows has none: after twenty turns, more than a week, that
-- is so.
create or replace function public.legal_window(
  p_campaign public.call_campaigns,
  p_rule_key text,
  p_now timestamptz,
  out opens_at timestamptz,
  out closes_at timestamptz
)
  returns record
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_rule public.calling_rules := public.rule_of(p_rule_key, p_now);
  v_zones text[] := string_to_array(split_part(p_rule_key, ' ', 2), ',');
  v_at timestamptz := p_now;
  v_opens_at timestamptz;
  v_closes_at timestamptz;
  v_none boolean;
begin
  if v_rule.jurisdiction is null then
    return;
  end if;
  for turn in 1..20 loop
    select max(w.opens_at), min(w.closes_at), bool_or(w.closes_at is null)
    into v_opens_at, v_closes_at, v_none
    from (
      select r.opens_at, r.closes_at
      from unnest(v_zones) as z (zone)
      cross join lateral public.next_rule_window(v_rule, z.zone, v_at) r
      union all
      select c.opens_at, c.closes_at
      from public.next_window(
        p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
        public.campaign_timezone(p_campaign), v_at
      ) c
      where p_campaign.id is not null
    ) w;
    if v_none is not false then
      return;
    end if;
    if v_opens_at < v_closes_at then
      opens_at := v_opens_at;
      closes_at := v_closes_at;
      return;
    end if;
    v_at := v_opens_at;
  end loop;
end
$function$;
comment on function public.legal_window is
  'The first window that has not ended at p_now in which both a campaign (null: direct calls) and the law of a rule key allow calls; both null when there is none, and when no rule is known. Called by set_lane_windows, next_allowed and the previews.';
revoke all on function public.legal_window from public;
alter function public.legal_window owner to app_definer;
