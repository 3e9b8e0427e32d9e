-- The life of a meeting is the table meeting_status_steps; whatever asks, another step is refused here.
create or replace function public.refuse_illegal_meeting_step()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if new.status is distinct from old.status and not exists (
    select
    from public.meeting_status_steps s
    where s.from_status = old.status and s.to_status = new.status
  ) then
    raise sqlstate 'VC409' using
      message = 'meeting_step_not_allowed',
      detail = format('meeting %s: %s to %s', old.id, old.status, new.status),
      hint = 'The meeting is in a state in which this cannot be done; look at it again.';
  end if;
  return new;
end
$function$;
comment on function public.refuse_illegal_meeting_step is
  'Refuses a change of status that is not in meeting_status_steps. Raises meeting_step_not_allowed.';
revoke all on function public.refuse_illegal_meeting_step from public;
alter function public.refuse_illegal_meeting_step owner to app_definer;
