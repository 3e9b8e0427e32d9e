create or replace function public.login_limit_key(p_kind text, p_what text)
  returns text
  language sql
  immutable
  parallel safe
  return p_kind || ' ' || encode(sha256(convert_to(coalesce(p_what, ''), 'UTF8')), 'hex');
comment on function public.login_limit_key is
  'Key of a row of login_limits: the kind and a hash of what is counted, so that no address is kept. Called by count_login_try and forget_login_tries.';
revoke all on function public.login_limit_key from public;
grant execute on function public.login_limit_key to app_definer;
