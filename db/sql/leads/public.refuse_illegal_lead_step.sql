create or replace function public.refuse_illegal_lead_step()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_from text;
begin
  select l.lifecycle_status into v_from from public.lead_analytics l where l.id = new.lead_id and l.user_id = new.user_id;
  if v_from is distinct from new.value #>> '{}' and not exists (
    select from public.lead_stage_steps s where s.from_stage = v_from and s.to_stage = new.value #>> '{}'
  ) then
    raise sqlstate 'VC409' using
      message = 'lead_step_not_allowed',
      detail = format('lead %s: %s to %s', new.lead_id, v_from, new.value #>> '{}'),
      hint = 'A lead does not go from its stage to that one; look at it again.';
  end if;
  return new;
end
$function$;
comment on function public.refuse_illegal_lead_step is
  'Refuses a decision about the stage of a lead that is no step in lead_stage_steps from what is shown. Raises lead_step_not_allowed.';
revoke all on function public.refuse_illegal_lead_step from public;
alter function public.refuse_illegal_lead_step owner to app_definer;
