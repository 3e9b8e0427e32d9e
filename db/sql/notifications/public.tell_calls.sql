create or replace function public.tell_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_is_short boolean;
  v_is_completed boolean;
begin
  -- Most events confirm nothing, and most tenants want no mail: one look at the rows, because the applier passes here with every batch.
  select bool_or(n.credits_shortfall > 0), bool_or(n.status = 'completed')
  into v_is_short, v_is_completed
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null and o.confirmed_at is null;

  if v_is_short then
    insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
    select
      n.user_id, 'credits_short', n.id::text, 'A call was not paid in full',
      format('The balance did not cover %s credits of a call that came in. They were not charged.', n.credits_shortfall), format('/calls/%s', n.id),
      jsonb_build_object('call_id', n.id, 'shortfall', n.credits_shortfall), n.confirmed_at
    from new_rows n
    join old_rows o on o.id = n.id
    where n.confirmed_at is not null and o.confirmed_at is null
      and n.credits_shortfall > 0
    order by n.user_id, n.id
    on conflict do nothing;
  end if;

  if v_is_completed then
    perform public.queue_email(gen_random_uuid(), 'call_completed', n.id::text, n.user_id, u.email, u.name, n.confirmed_at)
    from new_rows n
    join old_rows o on o.id = n.id
    join public.notification_preferences p on p.user_id = n.user_id
    join public.users u on u.id = n.user_id
    where n.confirmed_at is not null and o.confirmed_at is null
      and n.status = 'completed'
      and p.call_completed_email and p.email_enabled
      and u.is_active and u.email_verified
    order by n.user_id, n.id;
  end if;
  return null;
end
$function$;
comment on function public.tell_calls is
  'Trigger of calls: a message for each call that the balance did not cover, and a mail for each completed call to those who want it.';
revoke all on function public.tell_calls from public;
alter function public.tell_calls owner to app_definer;
