create or replace function public.require_contact_text(
  p_name text,
  p_email text,
  p_company text,
  p_city text,
  p_country text,
  p_notes text,
  p_business_context text,
  p_tags text[]
)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if greatest(length(btrim(p_name)), length(p_email), length(p_company), length(p_city), length(p_country)) > 255
    or greatest(length(p_notes), length(p_business_context)) > 10000
    or concat(p_name, p_email, p_company, p_city, p_country) ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'contact_text_invalid',
      detail = format('name %s, e-mail %s, company %s, notes %s characters', length(p_name), length(p_email), length(p_company), length(p_notes)),
      hint = 'Name, e-mail, company, city and country have at most 255 characters on one line, notes and context at most 10000.';
  end if;
  if btrim(p_email) <> '' and not public.is_mail_address(btrim(p_email)) then
    raise sqlstate 'VC400' using
      message = 'contact_email_invalid',
      detail = format('%s characters', length(p_email)),
      hint = 'This is no e-mail address.';
  end if;
  perform public.require_tag(t.tag) from unnest(p_tags) as t (tag);
end
$function$;
comment on function public.require_contact_text is
  'Nothing, if the words about a contact are usable; null leaves one out. Called by add_contact and change_contact. Raises contact_text_invalid, contact_email_invalid, tag_invalid.';
revoke all on function public.require_contact_text from public;
grant execute on function public.require_contact_text to app_definer;
