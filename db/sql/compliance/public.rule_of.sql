-- The rule of a state, else of its country, else of countries without one.
create or replace function public.rule_of(p_rule_key text, p_now timestamptz)
  returns public.calling_rules
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select r.*
  from public.calling_rules r
  where p_rule_key <> ''
    and r.jurisdiction in (split_part(p_rule_key, ' ', 1), split_part(split_part(p_rule_key, ' ', 1), '-', 1), '*')
    and r.valid_from <= (p_now at time zone 'UTC')::date
  order by length(r.jurisdiction) desc, r.valid_from desc
  limit 1
$function$;
comment on function public.rule_of is
  'The calling rule that holds for a key of rule_key_of at an instant; a row of nulls when there is none. Called by legal_window, set_lane_windows and the previews.';
revoke all on function public.rule_of from public;
alter function public.rule_of owner to app_definer;
