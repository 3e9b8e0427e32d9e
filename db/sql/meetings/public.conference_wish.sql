create or replace function public.conference_wish(p_sync public.calendar_meeting_sync)
  returns jsonb
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case when (p_sync).conference_state = 'wanted' then jsonb_build_object('conferenceData', jsonb_build_object('createRequest', jsonb_build_object(
    'requestId', format('%s-%s-%s', (p_sync).meeting_id, (p_sync).generation, (p_sync).conference_tries),
    'conferenceSolutionKey', jsonb_build_object('type', 'hangoutsMeet')
  ))) else '{}' end
$function$;
comment on function public.conference_wish is
  'The part of an event that asks for a video meeting, if one is wanted: each try has a name of its own, and the same name again is not obeyed.';
revoke all on function public.conference_wish from public;
grant execute on function public.conference_wish to app_definer;
