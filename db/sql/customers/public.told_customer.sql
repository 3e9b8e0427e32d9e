create or replace function public.told_customer(p_customer_id uuid, p_user_id uuid)
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_customer api.customers;
begin
  insert into public.ui_events (user_id, topic) values (p_user_id, 'customers'), (p_user_id, 'contacts');
  select k.* into v_customer from api.customers k where k.id = p_customer_id;
  return v_customer;
end
$function$;
comment on function public.told_customer is
  'Tells open tabs that customers have changed and returns this one. Called by the functions that change one, after they have asked whose it is.';
revoke all on function public.told_customer from public;
alter function public.told_customer owner to app_definer;
