create or replace function public.doubt_calendar_request(p_request jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_meeting_sync s
  set is_unclear = s.is_unclear or p_request ->> 'kind' = 'insert',
      check_wanted = s.check_wanted or p_request ->> 'kind' = 'patch',
      dirty = array(
        select distinct f.field
        from unnest(s.dirty || array(select jsonb_array_elements_text(coalesce(p_request -> 'fields', '[]')))) as f (field)
        order by 1
      ),
      push_state = 'waiting',
      tries = s.tries + 1,
      next_try_at = p_now + least(power(2, s.tries), 3600) * interval '1 second'
  where s.meeting_id = (p_request ->> 'meeting_id')::uuid;
end
$function$;
comment on function public.doubt_calendar_request is
  'Notes that nobody knows whether a request was done: what it was to write is still to be written, and an insert is looked for first. Called by next_calendar_request and record_calendar_answer.';
revoke all on function public.doubt_calendar_request from public;
alter function public.doubt_calendar_request owner to app_definer;
