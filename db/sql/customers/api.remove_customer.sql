create or replace function api.remove_customer(p_customer_id uuid, p_is_removed boolean default true, p_now timestamptz default now())
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact_id uuid := public.lock_own_customer(p_customer_id, v_user_id);
begin
  update public.customers k
  set deleted_at = case when p_is_removed is not false then coalesce(k.deleted_at, p_now) end
  where k.id = p_customer_id;
  update public.contacts c set is_customer = p_is_removed is false where c.id = v_contact_id;
  return public.told_customer(p_customer_id, v_user_id);
end
$function$;
comment on function api.remove_customer is
  'Makes a customer a contact as others, or with false a customer again under the same reference, and returns it. Raises not_signed_in, customer_not_found.';
revoke all on function api.remove_customer from public;
grant execute on function api.remove_customer to app_user;
alter function api.remove_customer owner to app_definer;
