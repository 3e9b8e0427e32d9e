create or replace function api.undo_contact_action(p_action_id uuid, p_now timestamptz default now())
  returns api.contact_actions
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_action api.contact_actions;
begin
  update public.contact_actions a
  set status = 'undoing', people_done = 0, finished_at = null
  where a.id = p_action_id
    and a.user_id = v_user_id
    and a.status in ('running', 'done');
  if found and public.work_on_contact_action(p_action_id, p_now) then
    perform public.add_job('contact_action__work', json_build_object('action_id', p_action_id));
  end if;
  select a.* into v_action from api.contact_actions a join public.contact_actions x on x.id = a.id where a.id = p_action_id and x.user_id = v_user_id;
  if v_action.id is null then
    raise sqlstate 'VC404' using
      message = 'contact_action_not_found',
      detail = format('act %s', p_action_id),
      hint = 'This can no longer be undone.';
  end if;
  return v_action;
end
$function$;
comment on function api.undo_contact_action is
  'Takes an act on contacts back, also one that is still under way, and returns it; one that was undone stays so. Raises not_signed_in, contact_action_not_found.';
revoke all on function api.undo_contact_action from public;
grant execute on function api.undo_contact_action to app_user;
alter function api.undo_contact_action owner to app_definer;
