create or replace function public.break_calendar(p_account_id uuid, p_class text, p_reason text, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_class = 'reconnect' then
    update public.provider_accounts a
    set status = 'reconnect', last_error = left(coalesce(p_reason, 'not authorised'), 500), updated_at = p_now
    where a.id = p_account_id and a.status = 'connected';
    if not found then
      return;
    end if;
  end if;
  insert into public.notifications (user_id, type, event_key, title, message, link, created_at)
  select
    a.user_id, 'integration_broken', concat_ws(' ', a.id, p_class, (p_now at time zone 'UTC')::date), 'The calendar is not in step',
    case p_class
      when 'reconnect' then 'Google does not let us in any more. Connect the calendar again; meetings wait until then.'
      else 'Google takes no more invitations for some hours. Meetings wait until then.'
    end,
    '/settings/integrations', p_now
  from public.provider_accounts a
  where a.id = p_account_id
  on conflict do nothing;
end
$function$;
comment on function public.break_calendar is
  'Stops work on a calendar that does not let us in, until its owner connects it again, and tells the owner once a day. Called by record_calendar_answer.';
revoke all on function public.break_calendar from public;
alter function public.break_calendar owner to app_definer;
