-- Why a text is no telephone number, null when it is one.
create or replace function public.phone_fault(p_text text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when coalesce(btrim(p_text), '') = '' then 'phone_missing'
    when public.normalise_phone(p_text) is not null then null
    when p_text ~* '^[0-9]+([.,][0-9]+)?e\+?[0-9]+$' then 'phone_destroyed_by_spreadsheet'
    when p_text ~ '[^0-9+ \t().\/\u00a0-]' then 'phone_has_letters'
    when regexp_replace(p_text, '[^0-9]', '', 'g') ~ '^.{0,6}$' then 'phone_too_short'
    when regexp_replace(p_text, '[^0-9]', '', 'g') ~ '^.{16,}$' then 'phone_too_long'
    when p_text !~ '^\s*(\+|00)' then 'phone_without_country_code'
    else 'phone_invalid'
  end;
comment on function public.phone_fault is
  'Reason key why a text is no telephone number, null when it is one.';
revoke all on function public.phone_fault from public;
grant execute on function public.phone_fault to app_definer, app_user;
