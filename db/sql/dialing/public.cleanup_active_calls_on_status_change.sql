-- Frees the slot of a call whose line is free, whatever the ending: at call-disconnected already, not at
-- completed, which may come a quarter of an hour later. A hint is enough for this: a forged one can free a slot
-- early, never move money. The execution id keeps a late event from freeing the slot of the next try.
create or replace function public.cleanup_active_calls_on_status_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_slots uuid[];
begin
  select array_agg(s.id)
  into v_slots
  from new_rows n
  join old_rows o on o.id = n.id
  join public.active_calls s on s.bolna_execution_id = n.bolna_execution_id
  where (n.ended_at is not null or n.confirmed_at is not null)
    and o.ended_at is null
    and o.confirmed_at is null;
  if v_slots is not null then
    delete from public.active_calls s
    where s.id in (
      select x.id
      from public.active_calls x
      where x.id = any (v_slots)
      order by x.id
      for update
    );
  end if;
  return null;
end
$function$;
comment on function public.cleanup_active_calls_on_status_change is
  'Deletes the slots of calls whose line has become free.';
revoke all on function public.cleanup_active_calls_on_status_change from public;
alter function public.cleanup_active_calls_on_status_change owner to app_definer;
