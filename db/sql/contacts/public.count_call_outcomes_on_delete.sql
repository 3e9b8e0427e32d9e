-- A deleted call counts no more. The time of the last contact stays: it is what happened, not a count.
create or replace function public.count_call_outcomes_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  with counted as materialized (
    select
      o.contact_id,
      count(*) filter (where o.status <> 'completed') as missed,
      count(*) filter (where o.status = 'busy') as busy,
      count(*) filter (where o.status = 'no-answer') as no_answer
    from old_rows o
    where o.confirmed_at is not null and o.contact_id is not null
    group by o.contact_id
  ),
  locked as materialized (
    select t.id
    from public.contacts t
    where t.id in (select c.contact_id from counted c)
    order by t.id
    for no key update
  )
  update public.contacts t
  set not_connected = t.not_connected - c.missed,
      call_attempted_busy = t.call_attempted_busy - c.busy,
      call_attempted_no_answer = t.call_attempted_no_answer - c.no_answer
  from counted c
  join locked l on l.id = c.contact_id
  where t.id = c.contact_id;
  return null;
end
$function$;
comment on function public.count_call_outcomes_on_delete is
  'Takes deleted calls out of the counters of their contacts.';
revoke all on function public.count_call_outcomes_on_delete from public;
alter function public.count_call_outcomes_on_delete owner to app_definer;
