-- The life of a call, each step with its time and who said so.
create or replace function api.list_call_steps(p_call_id uuid)
  returns table (at timestamptz, step text, source text, detail text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call public.calls;
  v_user_id uuid := public.require_user();
begin
  select c.*
  into v_call
  from public.calls c
  where c.id = p_call_id and c.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'call_not_found',
      detail = format('call %s', p_call_id),
      hint = 'This call no longer exists.';
  end if;

  return query
  select s.at, s.step, s.source, s.detail
  from (
    select a.created_at as at, 'claimed' as step, 'dialer' as source,
      format('%s held; line %s of %s', public.counted(a.hold_amount, 'credit', 'credits'), a.tenant_slots_before + 1, a.tenant_cap) as detail
    from public.call_attempts a
    where a.id = v_call.attempt_id
    union all
    select a.sent_at, 'sent', 'dialer', null from public.call_attempts a where a.id = v_call.attempt_id
    union all
    select a.answered_at, 'accepted', 'provider', v_call.bolna_execution_id
    from public.call_attempts a
    where a.id = v_call.attempt_id
    union all
    select f.happened_at, f.word, case when f.is_confirmation then 'asked' else 'webhook' end, null
    from public.call_event_facts f
    where f.execution_id = v_call.bolna_execution_id
      and f.agent_id = v_call.agent_id
      and f.word is not null
    union all
    select t.created_at, 'charged', 'ledger', public.counted(-t.amount, 'credit', 'credits')
    from public.credit_transactions t
    where t.call_id = v_call.id and t.type = 'usage'
  ) s
  where s.at is not null
  order by s.at, s.source = 'asked', s.step;
end
$function$;
comment on function api.list_call_steps is
  'What happened to a call, in order: claimed, sent, accepted, each word of the provider and whether we were told or asked, charged. Raises not_signed_in, call_not_found.
@notNull at
@notNull step
@notNull source';
revoke all on function api.list_call_steps from public;
grant execute on function api.list_call_steps to app_user;
alter function api.list_call_steps owner to app_definer;
