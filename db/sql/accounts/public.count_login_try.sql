-- Counted before anything is compared, whether or not there is such an account. The three rows are locked in one order. A refused try raises,
-- which takes its own count back: the counter stands at its limit until the window is over, so nobody is locked out for good, and the
-- strict limit is for the pair, so that a stranger elsewhere does not lock the owner out.
create or replace function public.count_login_try(p_email text, p_ip_address inet, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_window interval := public.setting('login.window_minutes') * interval '1 minute';
begin
  perform 1
  from (
    values
      ('1 pair', lower(btrim(p_email)) || ' ' || host(p_ip_address), public.setting('login.max_tries_pair')),
      ('2 account', lower(btrim(p_email)), public.setting('login.max_tries_account')),
      ('3 address', host(p_ip_address), public.setting('login.max_tries_address'))
  ) as k (kind, what, most)
  cross join lateral public.count_try(public.login_limit_key(k.kind, k.what), v_window, p_now) as t (tries)
  where t.tries > k.most;
  if found then
    raise sqlstate 'VC429' using
      message = 'too_many_tries',
      hint = 'There have been too many tries. Wait a quarter of an hour and try again.';
  end if;
end
$function$;
comment on function public.count_login_try is
  'Counts a try to prove who one is, for the account, the network address and both together. Called by sign_in and change_password. Raises too_many_tries.';
revoke all on function public.count_login_try from public;
alter function public.count_login_try owner to app_definer;
