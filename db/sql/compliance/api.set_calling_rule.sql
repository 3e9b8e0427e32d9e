-- A rule that changes shuts its lanes in the same instant: they are computed anew by the claim, which turns what is due, and until then
-- nobody is called. A failed look-up is a no.
create or replace function api.set_calling_rule(
  p_jurisdiction text,
  p_weekdays integer[],
  p_local_start time,
  p_local_end time,
  p_consent text,
  p_source text,
  p_reason text,
  p_max_calls_per_day integer default null,
  p_now timestamptz default now()
)
  returns api.calling_rules
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_today date := (p_now at time zone 'UTC')::date;
  v_rule api.calling_rules;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  if p_jurisdiction is null or p_jurisdiction !~ '^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$'
    or p_weekdays is null or p_weekdays = '{}' or not (p_weekdays <@ array[1, 2, 3, 4, 5, 6, 7])
    or p_consent is null or p_consent not in ('none', 'express', 'written')
    or p_max_calls_per_day < 1
    or coalesce(length(btrim(p_source)), 0) not between 3 and 255 then
    raise sqlstate 'VC400' using
      message = 'calling_rule_invalid',
      detail = left(format('%s, days %s, consent %s, at most %s', p_jurisdiction, p_weekdays, p_consent, p_max_calls_per_day), 200),
      hint = 'A rule needs a country (US, US-FL or *), days from 1 to 7, hours, the consent it asks for and where it was read.';
  end if;
  insert into public.calling_rules as r (
    jurisdiction, valid_from, weekdays, local_start, local_end, consent, max_calls_per_day, source, checked_on
  )
  values (
    p_jurisdiction, v_today, array(select distinct d from unnest(p_weekdays) as d order by d), p_local_start, p_local_end, p_consent,
    p_max_calls_per_day, btrim(p_source), v_today
  )
  on conflict (jurisdiction, valid_from) do update
  set (weekdays, local_start, local_end, consent, max_calls_per_day, source, checked_on)
    = row (excluded.weekdays, excluded.local_start, excluded.local_end, excluded.consent, excluded.max_calls_per_day, excluded.source, excluded.checked_on);
  update public.dispatch_lanes l
  set open = false, opens_at = p_now, closes_at = p_now
  where l.id in (
    select x.id
    from public.dispatch_lanes x
    where x.opens_at is not null
      and (p_jurisdiction = '*' or x.zone_key like p_jurisdiction || ' %' or x.zone_key like p_jurisdiction || '-%')
    order by x.id
    for no key update
  );
  perform public.write_audit(
    'calling_rule_changed', 'calling_rule', p_jurisdiction, null,
    jsonb_build_object(
      'hours', p_local_start || ' to ' || p_local_end, 'weekdays', p_weekdays, 'consent', p_consent, 'max_calls_per_day', p_max_calls_per_day,
      'source', btrim(p_source), 'reason', v_reason
    ), p_now
  );
  select r.* into v_rule from api.calling_rules r where r.jurisdiction = p_jurisdiction;
  perform pg_notify('dispatch', '');
  return v_rule;
end
$function$;
comment on function api.set_calling_rule is
  'Sets the rule of a jurisdiction from today on and returns it; lanes under it are computed anew. Raises not_signed_in, super_admin_only, reason_missing, calling_rule_invalid.
@words p_consent calling_rules.consent';
revoke all on function api.set_calling_rule from public;
grant execute on function api.set_calling_rule to app_user;
alter function api.set_calling_rule owner to app_definer;
