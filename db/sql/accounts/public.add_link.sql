-- A newer link makes the older ones to that mailbox void.
create or replace function public.add_link(p_link public.account_links)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.account_links l
  set used_at = p_link.created_at
  where l.email = p_link.email and l.purpose = p_link.purpose and l.used_at is null;
  insert into public.account_links (id, purpose, email, user_id, name, company, location, token_hash, created_at, expires_at)
  values (
    p_link.id, p_link.purpose, p_link.email, p_link.user_id, p_link.name, p_link.company, p_link.location, p_link.token_hash,
    p_link.created_at, p_link.created_at + public.setting('links.lifetime_minutes') * interval '1 minute'
  );
  perform public.queue_email(
    p_link.id, p_link.purpose, p_link.id::text, p_link.user_id, p_link.email, p_link.name, p_link.created_at
  );
end
$function$;
comment on function public.add_link is
  'Stores a link, voids its predecessors and has it mailed. Called by request_registration and request_password_reset.';
revoke all on function public.add_link from public;
alter function public.add_link owner to app_definer;
