-- Taking back is the same act the other way round: its people are those that it changed, and nobody else.
-- Locks: contacts by id, then what waits for removed ones.
create or replace function public.apply_contact_action(
  p_action public.contact_actions,
  p_contact_ids uuid[],
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1
  from public.contacts c
  where c.id = any (p_contact_ids) and c.user_id = p_action.user_id
  order by c.id
  for no key update;

  if p_action.kind = 'remove' then
    update public.contacts c
    set deleted_at = case when p_action.status = 'running' then p_action.created_at end
    where c.id = any (p_contact_ids)
      and c.user_id = p_action.user_id
      and c.deleted_at is not distinct from case when p_action.status = 'undoing' then p_action.created_at end
      and not c.is_customer;
    if p_action.status = 'running' then
      perform public.stop_calling_removed(p_contact_ids, p_now);
    end if;
  elsif (p_action.kind = 'add_tag') = (p_action.status = 'running') then
    update public.contacts c
    set tags = public.merge_tags(c.tags, array[p_action.tag::text])
    where c.id = any (p_contact_ids) and c.user_id = p_action.user_id and not c.tags @> array[p_action.tag::text];
  else
    update public.contacts c
    set tags = array_remove(c.tags, p_action.tag::text)
    where c.id = any (p_contact_ids) and c.user_id = p_action.user_id and c.tags @> array[p_action.tag::text];
  end if;
end
$function$;
comment on function public.apply_contact_action is
  'Does an act, or takes it back, for these of its people. Called by work_on_contact_action.';
revoke all on function public.apply_contact_action from public;
alter function public.apply_contact_action owner to app_definer;
