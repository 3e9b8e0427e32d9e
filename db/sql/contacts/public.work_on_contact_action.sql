-- One portion, one transaction of the job: a worker that dies goes on behind the last one.
create or replace function public.work_on_contact_action(p_action_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_action public.contact_actions;
  v_ids uuid[];
begin
  select a.* into v_action from public.contact_actions a where a.id = p_action_id and a.status in ('running', 'undoing') for no key update;
  if not found then
    return false;
  end if;
  v_ids := v_action.contact_ids[v_action.people_done + 1 : v_action.people_done + public.setting('bulk.chunk_people')];
  perform public.apply_contact_action(v_action, v_ids, p_now);
  update public.contact_actions a
  set people_done = a.people_done + cardinality(v_ids),
      status = case
        when a.people_done + cardinality(v_ids) < cardinality(a.contact_ids) then a.status
        when a.status = 'running' then 'done'
        else 'undone'
      end,
      finished_at = case when a.people_done + cardinality(v_ids) >= cardinality(a.contact_ids) then p_now end
  where a.id = p_action_id
  returning a.* into v_action;
  insert into public.ui_events (user_id, topic, ref)
  values (v_action.user_id, 'contacts', p_action_id);
  return v_action.finished_at is null;
end
$function$;
comment on function public.work_on_contact_action is
  'Does or undoes an act for its next people (bulk.chunk_people) and returns whether some are left. Called by act_on_contacts and undo_contact_action for the first ones, and by the job contact_action__work until false.';
revoke all on function public.work_on_contact_action from public;
grant execute on function public.work_on_contact_action to app_worker;
alter function public.work_on_contact_action owner to app_definer;
