-- A lead is filed under its call's day and hour. The call is locked for share before its stamps are read: a change of
-- the tenant's zone that is re-stamping the call right now either waits for this lead and finds it, or has committed.
create or replace function public.stamp_lead()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  select c.local_date, c.local_hour
  into new.local_date, new.local_hour
  from public.calls c
  where c.id = new.call_id and c.user_id = new.user_id
  for share;
  return new;
end
$function$;
comment on function public.stamp_lead is
  'Trigger: gives a new analysis the local day and hour of its call. A call that does not exist is refused by the foreign key or by NOT NULL.';
revoke all on function public.stamp_lead from public;
alter function public.stamp_lead owner to app_definer;
