-- Number and name are kept as they are now: the task stands also when the contact is gone. A second press of the button finds the task.
create or replace function api.create_follow_up(
  p_contact_id uuid,
  p_date date,
  p_remark text default null,
  p_now timestamptz default now()
)
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_id uuid;
begin
  -- The contact's row lock makes two clicks one task.
  select c.*
  into v_contact
  from public.contacts c
  where c.id = p_contact_id and c.user_id = v_user_id and c.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.require_follow_up(v_user_id, p_date, p_remark, p_now);
  select f.id
  into v_id
  from public.follow_ups f
  where f.user_id = v_user_id
    and f.lead_phone = v_contact.phone_number
    and f.follow_up_date = p_date
    and f.remark is not distinct from nullif(btrim(p_remark), '')
    and f.is_completed is not true
    and f.deleted_at is null;
  if v_id is null then
    insert into public.follow_ups (user_id, lead_phone, lead_email, lead_name, follow_up_date, remark, created_by, created_at)
    values (
      v_user_id, v_contact.phone_number, v_contact.email, v_contact.name, p_date, nullif(btrim(p_remark), ''), v_user_id, p_now
    )
    returning id into v_id;
  end if;
  return public.told_follow_up(v_id, v_user_id);
end
$function$;
comment on function api.create_follow_up is
  'Makes a task to get in touch with a contact on a local day and returns it; an open one with the same day and remark is that one. Raises not_signed_in, contact_not_found, follow_up_date_invalid, remark_too_long.';
revoke all on function api.create_follow_up from public;
grant execute on function api.create_follow_up to app_user;
alter function api.create_follow_up owner to app_definer;
