create or replace function api.connect_calendar(
  p_state_hash text,
  p_browser_hash text,
  p_account_id uuid,
  p_external_id text,
  p_email text,
  p_secret_sealed text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
begin
  perform public.finish_oauth_login(p_state_hash, p_browser_hash, v_user_id, p_now);
  insert into public.provider_accounts as a (id, user_id, provider, external_id, email, secret_sealed, status, created_at, updated_at)
  values (p_account_id, v_user_id, 'google', left(p_external_id, 255), left(lower(btrim(p_email)), 255), p_secret_sealed, 'connected', p_now, p_now)
  on conflict (user_id, provider) do update
  set external_id = excluded.external_id, email = excluded.email, secret_sealed = excluded.secret_sealed, status = 'connected',
      last_error = null, updated_at = excluded.updated_at
  where a.id = excluded.id
  returning a.id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'calendar_connected_meanwhile',
      hint = 'A calendar was connected a moment ago. Look at it again.';
  end if;
  -- Another account has another calendar; the same one goes on where it was.
  insert into public.calendar_sync as s (account_id, user_id, next_pull_at, next_watch_at, not_before)
  values (v_id, v_user_id, p_now, p_now, p_now)
  on conflict (account_id, user_id) do update
  set sync_token = null, pull_id = null, page_token = null, next_pull_at = p_now, next_watch_at = p_now, not_before = p_now, failures = 0;
  update public.calendar_meeting_sync m set push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null where m.account_id = v_id and m.push_state <> 'done';
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
end
$function$;
comment on function api.connect_calendar is
  'Connects the calendar of the account that Google has named, or connects it again; what is sealed opens for the row of that id alone. Raises not_signed_in, oauth_state_invalid, calendar_connected_meanwhile.';
revoke all on function api.connect_calendar from public;
grant execute on function api.connect_calendar to app_user;
alter function api.connect_calendar owner to app_definer;
