create or replace function api.act_on_contacts(
  p_act text,
  p_tag text default null,
  p_contact_ids uuid[] default null,
  p_search text default null,
  p_with_tag text default null,
  p_import_id uuid default null,
  p_now timestamptz default now()
)
  returns api.contact_actions
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_tag text := case when p_act <> 'remove' then public.require_tag(p_tag) end;
  v_ids uuid[];
  v_id uuid;
  v_action api.contact_actions;
begin
  if p_act not in ('add_tag', 'remove_tag', 'remove') then
    raise sqlstate 'VC400' using
      message = 'contact_act_unknown',
      detail = p_act,
      hint = 'Tags can be added and removed, and contacts be removed.';
  end if;
  v_ids := array(
    select c.id
    from public.contacts c
    where c.user_id = v_user_id
      and c.deleted_at is null
      and (p_contact_ids is null or c.id = any (p_contact_ids))
      and public.contact_matches(c, p_search, p_with_tag, p_import_id)
      and case p_act
        when 'add_tag' then not c.tags @> array[v_tag]
        when 'remove_tag' then c.tags @> array[v_tag]
        else not c.is_customer
      end
    order by c.id
  );
  insert into public.contact_actions (user_id, kind, tag, contact_ids, created_at)
  values (v_user_id, p_act, v_tag, v_ids, p_now)
  returning id into v_id;
  if public.work_on_contact_action(v_id, p_now) then
    perform public.add_job('contact_action__work', json_build_object('action_id', v_id));
  end if;
  select a.* into v_action from api.contact_actions a where a.id = v_id;
  return v_action;
end
$function$;
comment on function api.act_on_contacts is
  'Does something to contacts: those named by id, or all that a filter finds (as in list_contacts; without one, all). The first are done at once, the others by a job. Returns the act, by which it can be watched and undone; people are those that it changes. Customers are never removed. Raises not_signed_in, tag_invalid, contact_act_unknown.
@words p_act contact_actions.kind';
revoke all on function api.act_on_contacts from public;
grant execute on function api.act_on_contacts to app_user;
alter function api.act_on_contacts owner to app_definer;
