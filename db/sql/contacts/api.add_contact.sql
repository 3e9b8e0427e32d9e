create or replace function api.add_contact(
  p_phone_number text,
  p_name text default null,
  p_email text default null,
  p_company text default null,
  p_city text default null,
  p_country text default null,
  p_notes text default null,
  p_business_context text default null,
  p_tags text[] default '{}',
  p_now timestamptz default now()
)
  returns api.contacts
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_number text := public.normalise_phone(p_phone_number);
  v_id uuid;
  v_contact api.contacts;
begin
  if v_number is null then
    raise sqlstate 'VC400' using
      message = 'phone_number_invalid',
      detail = public.phone_fault(p_phone_number),
      hint = 'This is no telephone number: it begins with + and the country code.';
  end if;
  perform public.require_contact_text(p_name, p_email, p_company, p_city, p_country, p_notes, p_business_context, p_tags);
  -- Who was removed comes back as what is said now, with the calls of before.
  insert into public.contacts as c (
    user_id, name, phone_number, email, company, city, country, notes, business_context, tags, auto_creation_source, created_at, updated_at
  )
  values (
    v_user_id, coalesce(nullif(btrim(p_name), ''), v_number), v_number, nullif(btrim(p_email), ''), nullif(btrim(p_company), ''),
    nullif(btrim(p_city), ''), nullif(btrim(p_country), ''), nullif(btrim(p_notes), ''), nullif(btrim(p_business_context), ''),
    public.merge_tags('{}', p_tags), 'manual', p_now, p_now
  )
  on conflict (user_id, phone_number) do update
  set name = excluded.name, email = excluded.email, company = excluded.company, city = excluded.city, country = excluded.country,
      notes = excluded.notes, business_context = excluded.business_context, tags = excluded.tags, deleted_at = null
  where c.deleted_at is not null
  returning c.id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'contact_exists',
      detail = format('number %s', v_number),
      hint = 'You have a contact with this number already.';
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'contacts', v_id);
  select v.* into v_contact from api.contacts v where v.id = v_id;
  return v_contact;
end
$function$;
comment on function api.add_contact is
  'Adds a person by their number, in any notation with a country code, and returns the contact; without a name the number is the name. Raises not_signed_in, phone_number_invalid, contact_text_invalid, contact_email_invalid, tag_invalid, contact_exists.';
revoke all on function api.add_contact from public;
grant execute on function api.add_contact to app_user;
alter function api.add_contact owner to app_definer;
