-- A deleted agent or tenant takes calls, analyses and rollups along by cascades, which reach the rollups in several steps and in no
-- order. So the deletion is alone with the event applier, and has all the days before the first step.
create or replace function public.lock_rollups_before_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.lock_appliers();
  perform 1
  from public.agent_analytics a
  where case tg_table_name when 'agents' then a.agent_id = old.id else a.user_id = old.id end
    and a.hour is null
  order by a.agent_id, a.date
  for no key update;
  return old;
end
$function$;
comment on function public.lock_rollups_before_delete is
  'Trigger of agents and users: locks the rollups that the deletion will reach.';
revoke all on function public.lock_rollups_before_delete from public;
alter function public.lock_rollups_before_delete owner to app_definer;
