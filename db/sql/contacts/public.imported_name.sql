-- Inlined into the queries around it.
create or replace function public.imported_name(p_policy text, p_have text, p_given text, p_number text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when p_policy = 'skip' or p_given is null or p_given = p_number then p_have
    when p_policy = 'overwrite' or p_have = p_number then p_given
    else p_have
  end;
comment on function public.imported_name is
  'What a contact is called after an import: a line without a name comes with its number for one and overwrites none; who had no name gets one. Called by merge_contact_lines and forecast_contact_import.';
revoke all on function public.imported_name from public;
grant execute on function public.imported_name to app_definer;
