create or replace function public.tell_identity_changed(p_user_id uuid, p_kind text, p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select public.queue_email(m.id, p_kind, m.id::text, u.id, u.email, u.name, p_now)
  from public.users u
  cross join lateral (select public.uuid_generate_v4() as id where u.id is not null) m
  where u.id = p_user_id
$function$;
comment on function public.tell_identity_changed is
  'Mails somebody that a way to sign in was connected or taken away: a session that was left open could have done it. Called by finish_oauth_link and disconnect_identity.';
revoke all on function public.tell_identity_changed from public;
alter function public.tell_identity_changed owner to app_definer;
