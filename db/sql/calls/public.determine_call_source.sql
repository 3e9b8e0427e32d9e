-- Telephone or internet, from the two ends of a call.
create or replace function public.determine_call_source(p_from_number text, p_to_number text)
  returns varchar
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when coalesce(p_from_number, '') || coalesce(p_to_number, '') ~* '(@|^sip:|^client:|web|socket)' then 'internet'
    when coalesce(nullif(p_to_number, ''), p_from_number) ~ '^\+?[0-9]{5,15}$'
      and coalesce(nullif(p_from_number, ''), p_to_number) ~ '^\+?[0-9]{5,15}$' then 'phone'
    else 'unknown'
  end;
comment on function public.determine_call_source is
  'phone when both ends that are known are telephone numbers, internet when one is a web or SIP address, else unknown.';
revoke all on function public.determine_call_source from public;
grant execute on function public.determine_call_source to app_definer, app_user;
