-- The reasons of an import in words, in one place.
create or replace function public.reject_sentence(p_reason text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case p_reason
    when 'phone_missing' then 'There is no telephone number in this row.'
    when 'phone_destroyed_by_spreadsheet' then 'A spreadsheet has shortened this number (like 9.19E+11) and its digits are lost. Format the column as text and export again.'
    when 'phone_has_letters' then 'The telephone number contains characters that are no part of a number.'
    when 'phone_too_short' then 'The telephone number has too few digits.'
    when 'phone_too_long' then 'The telephone number has more digits than any number in the world.'
    when 'phone_without_country_code' then 'The telephone number has no country code. Write it like +44 7700 900123.'
    when 'phone_invalid' then 'This is no telephone number in international form.'
    when 'duplicate_in_file' then 'The same number stands in an earlier row of this file; the first one counts.'
    when 'opted_out' then 'This number is on the do-not-call list.'
    when 'text_too_long' then 'A cell of this row is longer than the field can be.'
    when 'too_many_columns' then 'This row has more cells than the file has columns.'
    when 'unclosed_quote' then 'A quotation mark is opened in this row and never closed.'
    when 'bad_quote' then 'A quotation mark stands where none may stand.'
    when 'nul_character' then 'This row contains a character that cannot be stored.'
    when 'cell_too_large' then 'A cell of this row is too large.'
    else 'This row could not be read.'
  end;
comment on function public.reject_sentence is
  'The sentence for a reason key of contact_import_rejects.';
revoke all on function public.reject_sentence from public;
grant execute on function public.reject_sentence to app_definer, app_user;
