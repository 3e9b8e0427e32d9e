-- A call may be stored with its end already confirmed (history that is loaded).
create or replace function public.count_call_outcomes_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from new_rows n where n.confirmed_at is not null and n.contact_id is not null) then
    return null;
  end if;

  with counted as materialized (
    select
      n.contact_id,
      count(*) filter (where n.status <> 'completed') as missed,
      count(*) filter (where n.status = 'busy') as busy,
      count(*) filter (where n.status = 'no-answer') as no_answer,
      max(n.created_at) as last_at
    from new_rows n
    where n.confirmed_at is not null and n.contact_id is not null
    group by n.contact_id
  ),
  locked as materialized (
    select t.id
    from public.contacts t
    where t.id in (select c.contact_id from counted c)
    order by t.id
    for no key update
  )
  update public.contacts t
  set not_connected = t.not_connected + c.missed,
      call_attempted_busy = t.call_attempted_busy + c.busy,
      call_attempted_no_answer = t.call_attempted_no_answer + c.no_answer,
      last_contact_at = greatest(t.last_contact_at, c.last_at)
  from counted c
  join locked l on l.id = c.contact_id
  where t.id = c.contact_id;
  return null;
end
$function$;
comment on function public.count_call_outcomes_on_insert is
  'Adds the outcome of calls that are stored as confirmed to the counters of their contacts.';
revoke all on function public.count_call_outcomes_on_insert from public;
alter function public.count_call_outcomes_on_insert owner to app_definer;
