-- See restamp_after_zone_change: tenants whose location names no zone go by the default of the installation.
create or replace function public.restamp_after_default_zone_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform
    public.add_job('call__restamp', json_build_object('user_id', u.id), 'call__restamp ' || u.id),
    public.add_job('call__restamp', json_build_object('user_id', u.id), 'call__restamp again ' || u.id, now() + interval '10 minutes')
  from public.users u
  where not exists (select from public.time_zones z where z.name = u.location)
    and exists (
      select from new_rows n join old_rows o on o.key = n.key
      where n.key = 'default_timezone' and n.value is distinct from o.value
    );
  return null;
end
$function$;
comment on function public.restamp_after_default_zone_change is
  'Trigger of system_config: has the calls of tenants without a zone of their own filed under their new local days.';
revoke all on function public.restamp_after_default_zone_change from public;
alter function public.restamp_after_default_zone_change owner to app_definer;
