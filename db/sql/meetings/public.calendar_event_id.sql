create or replace function public.calendar_event_id(p_meeting_id uuid, p_generation integer)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'cg' || replace(p_meeting_id::text, '-', '') || 'v' || p_generation
$function$;
comment on function public.calendar_event_id is
  'The name that we give to the event of a meeting: digits and letters up to v, as Google takes them. Only events with names of ours become meetings.
@notNull';
revoke all on function public.calendar_event_id from public;
grant execute on function public.calendar_event_id to app_definer;
