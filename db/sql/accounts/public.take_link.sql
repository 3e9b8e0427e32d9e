-- Once: the update finds the row only while it is good, and whoever comes second waits for the first and finds it used.
create or replace function public.take_link(p_purpose text, p_token_hash text, p_now timestamptz)
  returns public.account_links
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_link public.account_links;
begin
  update public.account_links l
  set used_at = p_now
  where l.token_hash = p_token_hash
    and l.purpose = p_purpose
    and l.used_at is null
    and l.expires_at > p_now
  returning l.*
  into v_link;
  if v_link.id is null then
    raise sqlstate 'VC404' using
      message = 'link_invalid',
      hint = 'This link was used already, is too old, or a newer one was sent. Ask for a new one.';
  end if;
  return v_link;
end
$function$;
comment on function public.take_link is
  'Uses up a link and returns it. Called by finish_registration and reset_password. Raises link_invalid.';
revoke all on function public.take_link from public;
alter function public.take_link owner to app_definer;
