-- No trigger can see a session being read; what changes a session (its renewal) has used it, though.
create or replace function public.update_session_last_used()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  new.last_used_at := greatest(new.last_used_at, now());
  return new;
end
$function$;
comment on function public.update_session_last_used is
  'Trigger of user_sessions: a session that changes has been used.';
revoke all on function public.update_session_last_used from public;
