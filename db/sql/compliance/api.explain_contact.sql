-- "Why was this person called, and why not?" All that has to do with calling one person, newest first; first of all what is so now.
create or replace function api.explain_contact(p_contact_id uuid, p_now timestamptz default now())
  returns table (at timestamptz, key text, sentence text, call_id uuid)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_key text;
  v_rule public.calling_rules;
  v_obstacle text;
  v_opens_at timestamptz;
begin
  select t.* into v_contact from public.contacts t where t.id = p_contact_id and t.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  v_key := public.rule_key_of(v_contact.phone_number);
  v_rule := public.rule_of(v_key, p_now);
  v_obstacle := public.person_obstacle(v_user_id, p_contact_id, v_contact.phone_number, v_key, p_now);
  select w.opens_at into v_opens_at from public.legal_window(null, v_key, p_now) w;
  return query
  select
    p_now,
    coalesce(v_obstacle, case when v_opens_at <= p_now then 'may_be_called' else 'outside_hours' end),
    case
      when v_obstacle = 'no_calling_rule' then 'Is not called: nobody knows where this number rings.'
      when v_obstacle = 'opted_out' then 'Is not called: asked not to be.'
      when v_obstacle = 'no_consent' then format('Is not called: consent is asked for in %s, and none is recorded.', split_part(v_key, ' ', 1))
      when v_obstacle = 'called_too_often' then format('Is not called before tomorrow: %s within 24 hours are allowed in %s.', public.counted(v_rule.max_calls_per_day::bigint, 'call', 'calls'), split_part(v_key, ' ', 1))
      when v_opens_at <= p_now then 'May be called now.'
      else 'May be called when the calling hours begin where they live.'
    end,
    null::uuid;
  return query
  select e.at, e.key, e.sentence, e.call_id
  from (
    select k.created_at as at, 'called' as key, format('Called: %s.', k.status) as sentence, k.id as call_id
    from public.calls k
    where k.contact_id = p_contact_id and k.lead_type = 'outbound'
    union all
    select a.closed_at, 'not_called', format('Not called: %s.', replace(coalesce(a.error_message, a.state), '_', ' ')), null::uuid
    from public.call_attempts a
    join public.call_queue q on q.id = a.queue_id
    where q.contact_id = p_contact_id and a.state in ('void', 'rejected')
    union all
    select coalesce(q.completed_at, q.updated_at), 'not_called', format('Not called by %s: %s.', coalesce(c.name, 'a direct call'), replace(q.error_message, '_', ' ')), null::uuid
    from public.call_queue q
    left join public.call_campaigns c on c.id = q.campaign_id
    where q.contact_id = p_contact_id and q.call_id is null and q.error_message is not null
    union all
    select d.created_at, 'opted_out', format('Opted out (%s).', coalesce(d.reason, d.source)), d.call_id
    from public.do_not_call d
    where d.phone_number = v_contact.phone_number and d.user_id = v_user_id
    union all
    select n.obtained_at, 'agreed', format('Agreed to be called, %s: %s', n.kind, n.proof), null::uuid
    from public.contact_consents n
    where n.contact_id = p_contact_id
    union all
    select n.withdrawn_at, 'withdrew', 'Took the consent back.', null::uuid
    from public.contact_consents n
    where n.contact_id = p_contact_id and n.withdrawn_at is not null
  ) e
  where e.at is not null
  order by e.at desc
  limit 200;
end
$function$;
comment on function api.explain_contact is
  'Whether a person may be called now and why not, then what has happened to them, newest first: instant, key, a sentence, the call where there was one. Raises not_signed_in, contact_not_found.
@notNull at
@notNull key
@notNull sentence';
revoke all on function api.explain_contact from public;
grant execute on function api.explain_contact to app_user;
alter function api.explain_contact owner to app_definer;
