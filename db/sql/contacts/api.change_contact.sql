create or replace function api.change_contact(
  p_contact_id uuid,
  p_name text default null,
  p_email text default null,
  p_company text default null,
  p_city text default null,
  p_country text default null,
  p_notes text default null,
  p_business_context text default null,
  p_tags text[] default null
)
  returns api.contacts
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact api.contacts;
begin
  perform public.require_contact_text(p_name, p_email, p_company, p_city, p_country, p_notes, p_business_context, p_tags);
  update public.contacts c
  set name = case when p_name is null then c.name else coalesce(nullif(btrim(p_name), ''), c.phone_number) end,
      email = case when p_email is null then c.email else nullif(btrim(p_email), '') end,
      company = case when p_company is null then c.company else nullif(btrim(p_company), '') end,
      city = case when p_city is null then c.city else nullif(btrim(p_city), '') end,
      country = case when p_country is null then c.country else nullif(btrim(p_country), '') end,
      notes = case when p_notes is null then c.notes else nullif(btrim(p_notes), '') end,
      business_context = case when p_business_context is null then c.business_context else nullif(btrim(p_business_context), '') end,
      tags = case when p_tags is null then c.tags else public.merge_tags('{}', p_tags) end
  where c.id = p_contact_id
    and c.user_id = v_user_id
    and c.deleted_at is null;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'contacts', p_contact_id);
  select v.* into v_contact from api.contacts v where v.id = p_contact_id;
  return v_contact;
end
$function$;
comment on function api.change_contact is
  'Changes what is known of a contact and returns it; null leaves a field as it is, an empty text empties it (the name becomes the number). The number stays: calls, consents and opt-outs hang on it. Raises not_signed_in, contact_text_invalid, contact_email_invalid, tag_invalid, contact_not_found.';
revoke all on function api.change_contact from public;
grant execute on function api.change_contact to app_user;
alter function api.change_contact owner to app_definer;
