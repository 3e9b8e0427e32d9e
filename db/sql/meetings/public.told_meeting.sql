create or replace function public.told_meeting(p_meeting_id uuid)
  returns api.meetings
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting api.meetings;
begin
  select m.* into v_meeting from api.meetings m where m.id = p_meeting_id;
  return v_meeting;
end
$function$;
comment on function public.told_meeting is
  'The meeting as pages show it. Called by the functions that change one, after they have asked whose it is.';
revoke all on function public.told_meeting from public;
alter function public.told_meeting owner to app_definer;
