-- The token is stored with the effects of the last page; those of the pages before it are stored already and do no harm when they come again:
-- a reading that is broken off is made anew from the token before. After one from the beginning, what it did not show is asked about.
create or replace function public.record_pull_answer(p_sync public.calendar_sync, p_class text, p_answer jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_body jsonb := p_answer -> 'body';
  v_event jsonb;
begin
  if p_class <> 'ok' then
    -- The token has run out, or the page: from the beginning, a little later when that is refused as well.
    update public.calendar_sync s
    set sync_token = null, page_token = null, pull_id = null, next_pull_at = p_now + case when (p_sync).sync_token is null and (p_sync).page_token is null then interval '15 minutes' else interval '0' end
    where s.account_id = (p_sync).account_id;
    return;
  end if;
  for v_event in
    select e.event
    from jsonb_array_elements(coalesce(v_body -> 'items', '[]')) with ordinality as e (event, place)
    order by e.place
  loop
    perform public.note_calendar_event(p_sync, v_event, p_now);
  end loop;
  if v_body ->> 'nextPageToken' is not null then
    update public.calendar_sync s set page_token = v_body ->> 'nextPageToken' where s.account_id = (p_sync).account_id;
    return;
  end if;
  if (p_sync).is_full then
    delete from public.calendar_busy b where b.account_id = (p_sync).account_id and b.pull_id is distinct from (p_sync).pull_id;
    update public.calendar_meeting_sync s
    set check_wanted = true, push_state = 'waiting', next_try_at = p_now
    from public.calendar_meetings m
    where s.account_id = (p_sync).account_id and m.id = s.meeting_id
      and s.etag is not null and s.seen_pull_id is distinct from (p_sync).pull_id
      and m.status in ('scheduled', 'rescheduled');
  end if;
  delete from public.calendar_busy b where b.account_id = (p_sync).account_id and b.ends_at < p_now - interval '1 day';
  update public.calendar_sync s
  set sync_token = v_body ->> 'nextSyncToken',
      pull_id = null,
      page_token = null,
      last_pull_at = p_now,
      last_full_at = case when (p_sync).is_full then p_now else s.last_full_at end,
      next_pull_at = p_now + case when s.channel_expires_at > p_now and s.channel_id is not null then interval '15 minutes' else interval '2 minutes' end
  where s.account_id = (p_sync).account_id;
end
$function$;
comment on function public.record_pull_answer is
  'Notes a page of a calendar; its end, with the token where the next reading goes on. Called by record_calendar_answer.';
revoke all on function public.record_pull_answer from public;
alter function public.record_pull_answer owner to app_definer;
