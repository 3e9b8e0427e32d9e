-- Two numbers with the same key may be called at the same hours: the key is that of the lane in which their people wait.
create or replace function public.rule_key_of(p_phone text)
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(
    (select 'XF UTC' from public.fictional_numbers f where p_phone ~ f.pattern limit 1),
    (
      select p.jurisdiction || ' ' || array_to_string(p.zones, ',')
      from public.number_plan p
      where p.prefix = any (array(select substr(p_phone, 2, n) from generate_series(1, 7) as n))
      order by length(p.prefix) desc
      limit 1
    )
  )
$function$;
comment on function public.rule_key_of is
  'Jurisdiction and zones of a number in E.164, such as US-FL America/New_York,America/Chicago; null when the plan does not know it, and then it is not called. Called by everything that queues people, and by the fence.';
revoke all on function public.rule_key_of from public;
alter function public.rule_key_of owner to app_definer;
