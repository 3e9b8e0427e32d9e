-- Inlined into the queries around it.
create or replace function public.imported_text(p_policy text, p_have text, p_given text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case p_policy
    when 'overwrite' then coalesce(p_given, p_have)
    when 'fill' then coalesce(p_have, p_given)
    else p_have
  end;
comment on function public.imported_text is
  'What a text of a contact is after an import: overwrite writes what the file gives, fill only where there is nothing, skip never. Called by merge_contact_lines and forecast_contact_import.';
revoke all on function public.imported_text from public;
grant execute on function public.imported_text to app_definer;
