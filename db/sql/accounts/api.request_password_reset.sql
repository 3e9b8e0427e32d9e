-- The answer is the same whether or not there is such an account, and as fast: the mail is a job's.
create or replace function api.request_password_reset(
  p_email text,
  p_link_id uuid,
  p_token_hash text,
  p_ip_address inet,
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
  if not public.count_link_request(v_email, p_ip_address, p_now) then
    return;
  end if;
  select u.id, u.email
  into v_link.user_id, v_link.email
  from public.users u
  where u.email = v_email and u.is_active;
  if v_link.user_id is null then
    return;
  end if;
  v_link.id := p_link_id;
  v_link.purpose := 'reset_password';
  v_link.token_hash := p_token_hash;
  v_link.created_at := p_now;
  perform public.add_link(v_link);
end
$function$;
comment on function api.request_password_reset is
  'Has a link mailed with which a new password can be chosen, when the address has an account; the answer is the same. Raises too_many_links.';
revoke all on function api.request_password_reset from public;
grant execute on function api.request_password_reset to app_api;
alter function api.request_password_reset owner to app_definer;
