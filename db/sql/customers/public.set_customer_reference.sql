create or replace function public.set_customer_reference()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  while new.customer_reference is null loop
    new.customer_reference := public.generate_customer_reference();
    if exists (select from public.customers c where c.customer_reference = new.customer_reference) then
      new.customer_reference := null;
    end if;
  end loop;
  return new;
end
$function$;
comment on function public.set_customer_reference is
  'Trigger: gives a new customer a reference that no other has, unless it brings one.';
revoke all on function public.set_customer_reference from public;
alter function public.set_customer_reference owner to app_definer;
