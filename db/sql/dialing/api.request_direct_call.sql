-- Queues one person to be called next, before all campaigns. Asking again while they wait or are being called gives
-- the same item back.
create or replace function api.request_direct_call(
  p_contact_id uuid,
  p_agent_id uuid,
  p_now timestamptz default now()
)
  returns api.queue_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_lane_id bigint;
  v_contact public.contacts;
  v_id uuid;
  v_item api.queue_items;
begin
  -- The contact's row lock makes two clicks one call.
  select t.*
  into v_contact
  from public.contacts t
  where t.id = p_contact_id and t.user_id = v_user_id and t.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.refuse_direct_call(v_contact, p_agent_id, p_now);

  select q.id
  into v_id
  from public.call_queue q
  where q.contact_id = p_contact_id and q.call_type = 'direct' and q.status in ('pending', 'processing');
  if v_id is null then
    v_lane_id := public.ensure_lane(v_user_id, 'direct', null, public.rule_key_of(v_contact.phone_number), p_now);
    insert into public.call_queue (
      user_id, contact_id, agent_id, phone_number, contact_name, call_type, lane_id, created_at
    )
    values (
      v_user_id, p_contact_id, p_agent_id, v_contact.phone_number, v_contact.name, 'direct',
      v_lane_id, p_now
    )
    returning id into v_id;
    perform pg_notify('dispatch', '');
  end if;
  select q.* into v_item from api.queue_items q where q.id = v_id;
  return v_item;
end
$function$;
comment on function api.request_direct_call is
  'Queues a contact to be called next by an agent and returns the item; while one waits or runs, that one. Raises not_signed_in, contact_not_found, agent_not_found, agent_off, contact_opted_out, no_calling_rule, contact_has_not_agreed, called_too_often, outside_calling_hours, not_enough_credits.';
revoke all on function api.request_direct_call from public;
grant execute on function api.request_direct_call to app_user;
alter function api.request_direct_call owner to app_definer;
