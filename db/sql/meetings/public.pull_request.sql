-- Parameters may not change within a reading, so its beginning is cut to the hour; a reading that was broken off begins again when that hour
-- is over, because its page token is then refused.
create or replace function public.pull_request(p_sync public.calendar_sync, p_now timestamptz)
  returns jsonb
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_sync).pull_id is null and (p_sync).next_pull_at > p_now then
    return null;
  end if;
  if (p_sync).pull_id is null then
    update public.calendar_sync s
    set pull_id = gen_random_uuid(), is_full = s.sync_token is null, page_token = null
    where s.account_id = (p_sync).account_id;
  end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'kind', 'list',
    'sync_token', (p_sync).sync_token,
    'page_token', (p_sync).page_token,
    'time_min', case when (p_sync).sync_token is null then to_char((p_now - interval '30 days') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"') end
  ));
end
$function$;
comment on function public.pull_request is
  'The next page of a calendar that is due to be read, as an object; null when none is. Called by next_calendar_request.';
revoke all on function public.pull_request from public;
alter function public.pull_request owner to app_definer;
