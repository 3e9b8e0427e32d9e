-- One contact is one customer, however often the button is pressed: the key of customers and the contact's lock see to it. Who was removed
-- before comes back under the same reference.
create or replace function api.convert_contact(
  p_contact_id uuid,
  p_company_name text default null,
  p_deal_value numeric default null,
  p_deal_closed_date date default null,
  p_now timestamptz default now()
)
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_id uuid;
begin
  select c.*
  into v_contact
  from public.contacts c
  where c.id = p_contact_id and c.user_id = v_user_id and c.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.require_deal(p_deal_value, null, null);
  insert into public.customers as k (user_id, contact_id, company_name, deal_value, deal_closed_date, created_at)
  values (
    v_user_id, p_contact_id, coalesce(nullif(left(btrim(p_company_name), 255), ''), v_contact.company), p_deal_value,
    coalesce(p_deal_closed_date, (p_now at time zone public.get_user_timezone(v_user_id))::date), p_now
  )
  on conflict (contact_id) do update
  set deleted_at = null,
      company_name = coalesce(excluded.company_name, k.company_name),
      deal_value = coalesce(excluded.deal_value, k.deal_value)
  returning k.id into v_id;
  update public.contacts c set is_customer = true where c.id = p_contact_id and c.is_customer is not true;
  return public.told_customer(v_id, v_user_id);
end
$function$;
comment on function api.convert_contact is
  'Makes a contact a customer and returns it with its new reference; who is one already stays it, who was removed comes back. Without a day the deal was closed today, in the tenant''s zone. Raises not_signed_in, contact_not_found, deal_value_invalid, contract_ends_before_it_begins.';
revoke all on function api.convert_contact from public;
grant execute on function api.convert_contact to app_user;
alter function api.convert_contact owner to app_definer;
