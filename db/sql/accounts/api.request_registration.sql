-- The answer is the same whether or not there is such an account: only the mailbox learns it. Nothing is made yet and no password is taken:
-- whoever registers with somebody else's address has nothing when the owner opens the link.
create or replace function api.request_registration(
  p_email text,
  p_name text,
  p_link_id uuid,
  p_token_hash text,
  p_ip_address inet,
  p_company text default null,
  p_location text default null,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_email text := lower(btrim(p_email));
  v_link public.account_links;
begin
  if public.setting('registration.open') = 0 then
    raise sqlstate 'VC403' using
      message = 'registration_closed',
      hint = 'New accounts are made by an administrator of this installation.';
  end if;
  if not public.is_mail_address(v_email) then
    raise sqlstate 'VC400' using
      message = 'email_invalid',
      hint = 'This is not an e-mail address.';
  end if;
  if coalesce(btrim(p_name), '') = '' or length(p_name) > 255 or p_name ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'name_invalid',
      hint = 'Write your name, in one line.';
  end if;
  if p_location is not null and not exists (select from public.time_zones z where z.name = p_location) then
    raise sqlstate 'VC400' using
      message = 'zone_unknown',
      detail = format('zone %s', p_location),
      hint = 'There is no such time zone.';
  end if;

  if not public.count_link_request(v_email, p_ip_address, p_now) then
    return;
  end if;
  if exists (select from public.users u where u.email = v_email) then
    perform public.queue_email(
      p_link_id, 'account_exists', p_link_id::text, u.id, u.email, u.name, p_now
    )
    from public.users u
    where u.email = v_email and u.is_active;
    return;
  end if;
  v_link.id := p_link_id;
  v_link.purpose := 'register';
  v_link.email := v_email;
  v_link.name := btrim(p_name);
  v_link.company := nullif(btrim(left(p_company, 255)), '');
  v_link.location := p_location;
  v_link.token_hash := p_token_hash;
  v_link.created_at := p_now;
  perform public.add_link(v_link);
end
$function$;
comment on function api.request_registration is
  'Has a link mailed with which the account can be opened, or, when the address has one already, a mail that says so; the answer is the same. Raises registration_closed, email_invalid, name_invalid, zone_unknown, too_many_links.';
revoke all on function api.request_registration from public;
grant execute on function api.request_registration to app_api;
alter function api.request_registration owner to app_definer;
