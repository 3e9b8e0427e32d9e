-- The second job comes after every transaction that may still have stamped a call by the zone before.
create or replace function public.restamp_after_zone_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform
    public.add_job('call__restamp', json_build_object('user_id', n.id), 'call__restamp ' || n.id),
    public.add_job('call__restamp', json_build_object('user_id', n.id), 'call__restamp again ' || n.id, now() + interval '10 minutes')
  from new_rows n
  join old_rows o on o.id = n.id
  where n.location is distinct from o.location;
  return null;
end
$function$;
comment on function public.restamp_after_zone_change is
  'Trigger: has the calls of tenants whose zone may have changed filed under their new local days.';
revoke all on function public.restamp_after_zone_change from public;
alter function public.restamp_after_zone_change owner to app_definer;
