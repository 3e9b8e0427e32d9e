create or replace function public.record_channel_answer(p_sync public.calendar_sync, p_class text, p_answer jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_expires_at timestamptz;
begin
  if (p_sync).request ->> 'kind' = 'stop' then
    -- Refused or gone: it ends by itself.
    update public.calendar_sync s
    set channel_id = case when s.channel_id::text = (p_sync).request ->> 'channel_id' then null else s.channel_id end,
        old_channel_id = case when s.old_channel_id::text = (p_sync).request ->> 'channel_id' then null else s.old_channel_id end
    where s.account_id = (p_sync).account_id;
  elsif p_class = 'ok' then
    v_expires_at := coalesce(to_timestamp((p_answer -> 'body' ->> 'expiration')::numeric / 1000), p_now + interval '1 hour');
    update public.calendar_sync s
    set old_channel_id = s.channel_id,
        old_channel_resource_id = s.channel_resource_id,
        channel_id = ((p_sync).request ->> 'channel_id')::uuid,
        channel_resource_id = p_answer -> 'body' ->> 'resourceId',
        channel_expires_at = v_expires_at,
        -- Renewed when a fifth of its life is left.
        next_watch_at = v_expires_at - (v_expires_at - p_now) / 5
    where s.account_id = (p_sync).account_id;
  else
    -- Not allowed to tell us: then it is read more often, and asked again tomorrow.
    update public.calendar_sync s set next_watch_at = p_now + interval '1 day' where s.account_id = (p_sync).account_id;
  end if;
end
$function$;
comment on function public.record_channel_answer is
  'Notes what became of a channel. Called by record_calendar_answer.';
revoke all on function public.record_channel_answer from public;
alter function public.record_channel_answer owner to app_definer;
