-- Links are asked for by people who have no session, for addresses that may be other people's: a mailbox gets few, a network address asks
-- for few. Who asks is told about the second limit only; the first would tell that there is an account to be written to.
create or replace function public.count_link_request(p_email text, p_ip_address inet, p_now timestamptz)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if public.count_try(public.login_limit_key('4 links of address', host(p_ip_address)), interval '1 hour', p_now)
    > public.setting('links.max_per_network_hour') then
    raise sqlstate 'VC429' using
      message = 'too_many_links',
      hint = 'Too many links were asked for from here. Wait an hour and try again.';
  end if;
  return public.count_try(public.login_limit_key('5 links to mailbox', p_email), interval '1 hour', p_now)
    <= public.setting('links.max_per_mailbox_hour');
end
$function$;
comment on function public.count_link_request is
  'Counts a request for a link by mail; false when this mailbox has been sent enough of them. Called by request_registration and request_password_reset. Raises too_many_links.';
revoke all on function public.count_link_request from public;
alter function public.count_link_request owner to app_definer;
