-- The contact first: whoever converts holds it too.
create or replace function public.lock_own_customer(p_customer_id uuid, p_user_id uuid)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_contact_id uuid;
begin
  select c.id
  into v_contact_id
  from public.customers k
  join public.contacts c on c.id = k.contact_id
  where k.id = p_customer_id and k.user_id = p_user_id
  for no key update of c;
  if v_contact_id is null then
    raise sqlstate 'VC404' using
      message = 'customer_not_found',
      detail = format('customer %s', p_customer_id),
      hint = 'This customer no longer exists.';
  end if;
  return v_contact_id;
end
$function$;
comment on function public.lock_own_customer is
  'Locks the contact of a tenant''s customer and returns its id. Called by change_customer and remove_customer. Raises customer_not_found.';
revoke all on function public.lock_own_customer from public;
grant execute on function public.lock_own_customer to app_definer;
