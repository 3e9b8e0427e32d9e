-- One notation for one telephone: E.164. Only numbers that name their country can be told apart from others, so a
-- national number is no number here. A spreadsheet that turned a number into 9.19E+11 has destroyed its digits.
-- "(0)" after the country code says "dial a zero inside the country": it is no digit of the number.
create or replace function public.normalise_phone(p_text text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when p_text ~ '^\+[1-9][0-9]{6,14}$' then p_text -- most are so, and a file has a million of them
    when translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '') ~ '^\+[1-9][0-9]{6,14}$'
      then translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '')
    when translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '') ~ '^00[1-9][0-9]{6,14}$'
      then '+' || substr(translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', ''), 3)
  end;
comment on function public.normalise_phone is
  'The number in E.164, null when the text is none: it must begin with + or 00 and the country code.';
revoke all on function public.normalise_phone from public;
grant execute on function public.normalise_phone to app_definer, app_user;
