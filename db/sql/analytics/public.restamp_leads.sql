-- When calls are filed under another day or hour, their leads go with them, in the same transaction.
create or replace function public.restamp_leads()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_calls uuid[];
begin
  select array_agg(n.id)
  into v_calls
  from new_rows n
  join old_rows o on o.id = n.id
  where (n.local_date, n.local_hour) <> (o.local_date, o.local_hour);
  if v_calls is null then
    return null;
  end if;

  with locked as materialized (
    select l.id, c.local_date, c.local_hour
    from public.lead_analytics l
    join public.calls c on c.id = l.call_id
    where l.call_id = any (v_calls)
    order by l.id
    for no key update of l
  )
  update public.lead_analytics l
  set local_date = k.local_date, local_hour = k.local_hour, updated_at = now()
  from locked k
  where l.id = k.id;
  return null;
end
$function$;
comment on function public.restamp_leads is
  'Trigger: files the analyses of re-stamped calls under the new day and hour.';
revoke all on function public.restamp_leads from public;
alter function public.restamp_leads owner to app_definer;
