--! Previous: sha1:be414760124472f431e3491f790cd19107242a70
--! Hash: sha1:bdc225e2002094500d56dac79dff24ea5168db1a
--! Message: Accounts are deleted, logins of analysts and numbers have pages, a claim locks whom it takes

--! split: 1-current.sql
-- A claim locks whom it takes, and nobody whom it only looks at.
--! Included dialing/public.pick_queue_items.sql
-- Chooses the items: inside a tenant direct calls first, then priority, then who was scheduled first; over the
-- tenants the first of each before the second of any, where a tenant of weight 3 has three firsts. Then looks at each
-- person, all at once, so that no slot is wasted on somebody who may not be called.
--
-- Chosen without locks, then locked: a campaign across a country has a lane for each of its laws and zones, and each lane may hold the
-- next person, so that many more are looked at than taken. A lock is a write; those not taken must cost none. Who is held by somebody
-- else is left out of this claim, and who has changed in between is not taken, because the lock looks again at what it got.
-- A failed look-up means no. Two picks of one number of one tenant (two campaigns) cannot both go.
create or replace function public.pick_queue_items(
  p_tenants public.claim_tenants,
  p_want integer,
  p_now timestamptz
)
  returns public.claim_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shares integer := (select sum(w.weight)::integer from unnest(p_tenants.weights) as w (weight));
  v_share integer := (p_want + v_shares - 1) / v_shares;
  -- What the fence would refuse for want of time is not taken: it would only burn the create rate.
  v_latest_end timestamptz := p_now + public.setting('dial.http_timeout_ms') * interval '1 millisecond';
  v_result public.claim_items;
begin
  with candidates as (
    select t.user_id, t.turn, t.weight, k.*
    from unnest(p_tenants.user_ids, p_tenants.rooms, p_tenants.weights) with ordinality as t (user_id, room, weight, turn)
    cross join lateral (
      select
        l.call_type = 'direct' as is_direct,
        i.row_place,
        l.needs_consent,
        l.max_calls_per_day,
        row_number() over (
          order by l.call_type = 'direct' desc, i.priority desc, i.scheduled_for nulls first, i.created_at, i.id
        ) as place
      from public.dispatch_lanes l
      cross join lateral (
        select q.ctid as row_place, q.id, q.priority, q.scheduled_for, q.created_at
        from public.call_queue q
        where q.lane_id = l.id and q.status = 'pending' and q.due
        order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
        limit least(t.room, v_share * t.weight)
      ) i
      where l.user_id = t.user_id and l.ready and l.open and l.closes_at > v_latest_end
      order by place
      limit least(t.room, v_share * t.weight)
    ) k
  ),
  ranked as materialized (
    select
      c.*,
      row_number() over (order by c.is_direct desc, (c.place - 1) / c.weight, c.turn, c.place) as rank
    from candidates c
    order by rank
    limit p_want
  ),
  chosen as materialized (
    select q.id, q.user_id, q.phone_number, q.agent_id, q.contact_id, r.needs_consent, r.max_calls_per_day, r.turn, r.rank
    from ranked r
    join public.call_queue q on q.ctid = r.row_place
    where q.status = 'pending' and q.due
    for no key update of q skip locked
  ),
  -- Looked up once for the tenants of this claim, not once for each item.
  able_agents as materialized (
    select g.id
    from public.agents g
    where g.user_id = any (p_tenants.user_ids) and g.is_active and g.agent_type = 'call'
  ),
  busy_numbers as materialized (
    select a.user_id, a.phone_number
    from public.active_calls a
    where a.user_id = any (p_tenants.user_ids)
  ),
  first_of_number as materialized (
    select min(c.rank) as rank
    from chosen c
    group by c.user_id, c.phone_number
  ),
  judged as materialized (
    select
      c.id,
      c.user_id,
      c.turn,
      c.rank,
      case
        when (
          select true
          from public.do_not_call d
          where d.phone_number = c.phone_number and (d.user_id = c.user_id or d.user_id is null)
          limit 1
        ) then 'opted_out'
        when c.needs_consent and (
          select true
          from public.contact_consents n
          where n.contact_id = c.contact_id and n.user_id = c.user_id and n.withdrawn_at is null
          limit 1
        ) is null then 'no_consent'
        when c.max_calls_per_day is not null and (
          select count(*)
          from public.calls k
          where k.contact_id = c.contact_id and k.created_at > p_now - interval '24 hours'
        ) >= c.max_calls_per_day then 'called_too_often'
        when c.agent_id not in (select g.id from able_agents g) then 'agent_off'
        when (c.user_id, c.phone_number) in (select b.user_id, b.phone_number from busy_numbers b)
          or c.rank not in (select f.rank from first_of_number f)
          then 'number_busy'
      end as refusal
    from chosen c
  )
  select
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.turn::integer order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.refusal order by j.rank) filter (where j.refusal is not null), '{}')
  into
    v_result.ids, v_result.user_ids, v_result.turns,
    v_result.refused_ids, v_result.refused_user_ids, v_result.refusals
  from judged j;
  return v_result;
end
$function$;
comment on function public.pick_queue_items is
  'Locks the queue items to dial next for the tenants given and returns them in dialing order, and those of them that may not be called with the reason: opted_out, no_consent, called_too_often, agent_off, number_busy. Called by the claim.';
revoke all on function public.pick_queue_items from public;
alter function public.pick_queue_items owner to app_definer;
--! EndIncluded dialing/public.pick_queue_items.sql

-- Two who write down the same consent at the same moment write it once. Those that were written twice lose all but the first.
delete from public.contact_consents c
where c.withdrawn_at is null
  and exists (
    select from public.contact_consents o
    where o.contact_id = c.contact_id and o.kind = c.kind and o.withdrawn_at is null and (o.recorded_at, o.id) < (c.recorded_at, c.id)
  );
create unique index if not exists idx_contact_consents_one_of_a_kind on public.contact_consents (user_id, contact_id, kind) where withdrawn_at is null;
--! Included compliance/api.record_consents.sql
-- The people of a campaign who wait, of an import, or with a tag. Who has agreed already is left alone.
create or replace function api.record_consents(
  p_kind text,
  p_proof text,
  p_campaign_id uuid default null,
  p_import_id uuid default null,
  p_tag text default null,
  p_contact_id uuid default null,
  p_obtained_at timestamptz default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_recorded integer;
begin
  if num_nonnulls(p_campaign_id, p_import_id, p_tag, p_contact_id) <> 1 then
    raise sqlstate 'VC400' using
      message = 'people_not_named',
      hint = 'Say whose consent it is: of a campaign, an import, a tag or one person.';
  end if;
  if p_kind is null or p_kind not in ('express', 'written') then
    raise sqlstate 'VC400' using
      message = 'consent_kind_unknown',
      hint = 'Consent is express (said or clicked) or written (signed).';
  end if;
  if coalesce(length(btrim(p_proof)), 0) not between 3 and 500 then
    raise sqlstate 'VC400' using
      message = 'consent_proof_missing',
      hint = 'Say in 3 to 500 characters where it can be looked up that they agreed.';
  end if;
  if p_obtained_at > p_now then
    raise sqlstate 'VC400' using
      message = 'consent_in_the_future',
      hint = 'Consent cannot have been given in the future.';
  end if;

  insert into public.contact_consents (user_id, contact_id, kind, proof, obtained_at, recorded_at)
  select v_user_id, t.id, p_kind, btrim(p_proof), coalesce(p_obtained_at, p_now), p_now
  from public.contacts t
  where t.user_id = v_user_id
    and t.deleted_at is null
    and (p_contact_id is null or t.id = p_contact_id)
    and (p_import_id is null or t.import_id = p_import_id)
    and (p_tag is null or t.tags @> array[p_tag])
    and (p_campaign_id is null or t.id in (
      select q.contact_id from public.call_queue q where q.campaign_id = p_campaign_id and q.user_id = v_user_id and q.status = 'pending'
    ))
    and not exists (
      select from public.contact_consents n
      where n.contact_id = t.id and n.user_id = v_user_id and n.withdrawn_at is null and (n.kind = p_kind or n.kind = 'written')
    )
  order by t.id
  on conflict do nothing; -- somebody else writes it down at this moment
  get diagnostics v_recorded = row_count;
  if v_recorded > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts'), (v_user_id, 'campaigns');
  end if;
  return v_recorded;
end
$function$;
comment on function api.record_consents is
  'Writes down that people have agreed to be called, and returns for how many it was new. p_obtained_at null is now. Raises not_signed_in, people_not_named, consent_kind_unknown, consent_proof_missing, consent_in_the_future.
@notNull
@words p_kind contact_consents.kind';
revoke all on function api.record_consents from public;
grant execute on function api.record_consents to app_user;
alter function api.record_consents owner to app_definer;
--! EndIncluded compliance/api.record_consents.sql

-- Accounts are deleted by steps; ledger and audit log stay under the bare id.
insert into public.system_config (key, value, description)
values ('account.delete_wait_hours', '24', 'How long the deletion of an account waits for calls that are on the line or not yet charged. Unit: hours. Bounds: 0 to 168.')
on conflict (key) do nothing;
create table if not exists public.account_deletions (
  user_id uuid not null,
  requested_at timestamptz not null,
  next_try_at timestamptz not null,
  finished_at timestamptz,
  constraint account_deletions_pkey primary key (user_id),
  constraint account_deletions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);
--! Included accounts/public.account_deletions.sql
-- Accounts that are being deleted or have been. What stays of one is its row in users, without anything of the person, and under its id the
-- ledger and the audit log: money and acts must be accounted for after the person is gone.

comment on table public.account_deletions is
  'One row per account whose deletion was asked for.';
comment on column public.account_deletions.user_id is 'Key: the account.';
comment on column public.account_deletions.requested_at is 'When the deletion began: no session and no call from then on.';
comment on column public.account_deletions.next_try_at is 'When the job looks at it again; later than now while calls are on the line or not yet charged.';
comment on column public.account_deletions.finished_at is 'When nothing of the person was left; null before.';

alter table public.account_deletions enable row level security;
alter table public.account_deletions force row level security;

drop policy if exists account_deletions_all_definer on public.account_deletions;
create policy account_deletions_all_definer on public.account_deletions for all to app_definer
  using (true) with check (true);
comment on policy account_deletions_all_definer on public.account_deletions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update on public.account_deletions to app_definer;
--! EndIncluded accounts/public.account_deletions.sql
--! Included calls/public.lock_appliers.sql
-- Who changes calls in bulk, or deletes what the rollups hang on, takes their rows in another order than an applier does, so it has
-- to be alone with them.
create or replace function public.lock_appliers()
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select from public.dispatch_locks d where d.name between 'events_1' and 'events_4' order by d.name for update
$function$;
comment on function public.lock_appliers is
  'Waits until no event is being applied and keeps it so until the transaction ends. Called by restamp_calls, batch_calculate_call_analytics, lock_rollups_before_delete, delete_account_rows.';
revoke all on function public.lock_appliers from public;
alter function public.lock_appliers owner to app_definer;
--! EndIncluded calls/public.lock_appliers.sql
--! Included accounts/public.lock_user.sql
-- Whoever changes what an account may do holds its row first, and those of all super administrators, in the order of their ids: two who
-- each remove the other cannot both succeed, because the second counts after the first.
create or replace function public.lock_user(p_user_id uuid)
  returns public.users
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user public.users;
begin
  perform 1 from public.users u where u.role = 'super_admin' or u.id = p_user_id order by u.id for no key update;
  select u.* into v_user from public.users u where u.id = p_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  return v_user;
end
$function$;
comment on function public.lock_user is
  'Locks an account and all super administrators and returns the account. Called by set_tenant_active, set_user_role, delete_account and delete_my_account. Raises user_not_found.';
revoke all on function public.lock_user from public;
alter function public.lock_user owner to app_definer;
--! EndIncluded accounts/public.lock_user.sql
--! Included accounts/public.require_proof.sql
-- A browser that somebody left open may look around; for what moves money or power the password is typed again.
create or replace function public.require_proof(p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (
    select
    from public.user_sessions s
    where s.id = public.current_session_id()
      and s.proved_at > p_now - public.setting('session.proof_minutes') * interval '1 minute'
  ) then
    raise sqlstate 'VC403' using
      message = 'password_needed',
      hint = 'Type your password again to do this.';
  end if;
end
$function$;
comment on function public.require_proof is
  'Raises password_needed when the password was not typed within session.proof_minutes. Called by adjust_credits, delete_account, delete_my_account, set_user_role and view_as.';
revoke all on function public.require_proof from public;
alter function public.require_proof owner to app_definer;
--! EndIncluded accounts/public.require_proof.sql
--! Included accounts/api.tenants.sql
-- Of all tenants, for administrators: only functions that ask for the role read it.
create or replace view api.tenants with (security_invoker = true) as
select
  u.id,
  u.email,
  u.name,
  u.company,
  u.role,
  u.is_active,
  public.get_user_timezone(u.id) as timezone,
  u.credits,
  coalesce((select sum(h.amount) from public.credit_holds h where h.user_id = u.id), 0)::integer as held_credits,
  d.max_concurrent_calls as own_lines_limit,
  coalesce(d.max_concurrent_calls, public.setting('dial.tenant_max_concurrent')) as lines_limit,
  public.get_user_active_calls_count(u.id) as lines_in_use,
  coalesce(a.total_calls, 0) as calls_today,
  coalesce(a.answered_calls, 0) as answered_today,
  (select max(c.created_at) from public.calls c where c.user_id = u.id) as last_call_at,
  (select max(s.created_at) from public.user_sessions s where s.user_id = u.id) as last_sign_in_at,
  u.created_at,
  x.requested_at as deletion_began_at,
  x.finished_at as deleted_at
from public.users u
left join public.tenant_dispatch d on d.user_id = u.id
left join public.account_deletions x on x.user_id = u.id
left join public.user_analytics a on a.user_id = u.id and a.date = (now() at time zone public.get_user_timezone(u.id))::date;
comment on view api.tenants is 'One row per account.';
comment on column api.tenants.id is 'The account, which is the tenant.';
comment on column api.tenants.email is 'Address used to sign in.';
comment on column api.tenants.name is 'Name of the person.';
comment on column api.tenants.company is 'Company.';
comment on column api.tenants.role is 'user, admin or super_admin.';
comment on column api.tenants.is_active is 'False: switched off; nobody signs in and nothing is dialed.';
comment on column api.tenants.timezone is E'IANA zone of its days.\n@notNull';
comment on column api.tenants.credits is 'Balance. Unit: credits.';
comment on column api.tenants.held_credits is E'Reserved by calls in progress. Unit: credits.\n@notNull';
comment on column api.tenants.own_lines_limit is 'Limit of its own; null: the default. Unit: calls.';
comment on column api.tenants.lines_limit is E'Calls that may run at once. Unit: calls.\n@notNull';
comment on column api.tenants.lines_in_use is E'Calls that run now. Unit: calls.\n@notNull';
comment on column api.tenants.calls_today is E'Calls of its local day.\n@notNull';
comment on column api.tenants.answered_today is E'Of those, answered ones.\n@notNull';
comment on column api.tenants.last_call_at is 'When its latest call began.';
comment on column api.tenants.last_sign_in_at is 'When the youngest of its sessions was opened; null when there is none.';
comment on column api.tenants.created_at is 'When the account was opened.';
comment on column api.tenants.deletion_began_at is 'Since when its data are being deleted; null when nobody asked for that.';
comment on column api.tenants.deleted_at is 'When nothing of the person was left; null before.';
grant select on api.tenants to app_definer;
--! EndIncluded accounts/api.tenants.sql
--! Included accounts/public.begin_account_deletion.sql
-- From here on nobody signs in and nothing is dialed; the rest is the job's. The address is typed by hand because there is no way back.
create or replace function public.begin_account_deletion(p_user public.users, p_email text, p_now timestamptz)
  returns timestamptz
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if lower(btrim(p_email)) is distinct from lower(p_user.email) then
    raise sqlstate 'VC400' using
      message = 'email_differs',
      hint = 'Write the e-mail address of the account that is to be deleted.';
  end if;
  if p_user.role = 'super_admin' then
    perform public.require_another_super_admin(p_user.id);
  end if;
  insert into public.account_deletions (user_id, requested_at, next_try_at)
  values (p_user.id, p_now, p_now)
  on conflict (user_id) do nothing;
  if not found then
    raise sqlstate 'VC409' using
      message = 'account_deleted',
      hint = 'This account was deleted, or is being deleted.';
  end if;
  update public.users u set is_active = false where u.id = p_user.id;
  perform public.end_sessions(p_user.id, array(select s.id from public.user_sessions s where s.user_id = p_user.id));
  perform public.add_job('account__delete', '{}', 'account__delete');
  return p_now;
end
$function$;
comment on function public.begin_account_deletion is
  'Switches an account off that lock_user has locked, ends its sessions and has the job account__delete remove what is of the person; returns p_now. Called by delete_account and delete_my_account. Raises email_differs, last_super_admin, account_deleted.';
revoke all on function public.begin_account_deletion from public;
alter function public.begin_account_deletion owner to app_definer;
--! EndIncluded accounts/public.begin_account_deletion.sql
--! Included accounts/api.delete_account.sql
create or replace function api.delete_account(p_user_id uuid, p_email text, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_user public.users;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  v_user := public.lock_user(p_user_id);
  if v_user.role <> 'user' then
    perform public.require_super_admin();
  end if;
  -- Before the sessions end: the administrator's own may be among them.
  perform public.write_audit('account_deleted', 'user', p_user_id::text, p_user_id, jsonb_build_object('reason', v_reason), p_now);
  perform public.begin_account_deletion(v_user, p_email, p_now);
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.delete_account is
  'Deletes an account for good and returns what is left of it; its data go in the background, when its open calls are over. Accounts of administrators only by a super administrator. Raises not_signed_in, admin_only, reason_missing, password_needed, user_not_found, super_admin_only, email_differs, last_super_admin, account_deleted.';
revoke all on function api.delete_account from public;
grant execute on function api.delete_account to app_user;
alter function api.delete_account owner to app_definer;
--! EndIncluded accounts/api.delete_account.sql
--! Included accounts/api.delete_my_account.sql
create or replace function api.delete_my_account(p_email text, p_now timestamptz default now())
  returns timestamptz
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_user public.users;
begin
  perform public.require_proof(p_now);
  v_user := public.lock_user(v_user_id);
  -- Without address and browser, which write_audit would keep: nothing of the person shall stay.
  insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type, resource_id, details, created_at)
  values (v_user_id, v_user_id, 'own_account_deleted', 'user', v_user_id::text, '{}', p_now);
  return public.begin_account_deletion(v_user, p_email, p_now);
end
$function$;
comment on function api.delete_my_account is
  'Deletes the account of the signed-in person for good and returns when that began; all sessions end at once, the data go in the background. Raises not_signed_in, password_needed, user_not_found, email_differs, last_super_admin, account_deleted.
@notNull';
revoke all on function api.delete_my_account from public;
grant execute on function api.delete_my_account to app_user;
alter function api.delete_my_account owner to app_definer;
--! EndIncluded accounts/api.delete_my_account.sql
--! Included accounts/api.set_tenant_active.sql
-- Switching off takes effect at once: sessions end, and neither claim nor fence lets a call of a switched-off account through.
create or replace function api.set_tenant_active(p_user_id uuid, p_is_active boolean, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_user public.users;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  v_user := public.lock_user(p_user_id);
  if v_user.role <> 'user' then
    perform public.require_super_admin();
  end if;
  if exists (select from public.account_deletions d where d.user_id = p_user_id) then
    raise sqlstate 'VC409' using
      message = 'account_deleted',
      hint = 'This account was deleted, or is being deleted.';
  end if;
  if v_user.role = 'super_admin' and not p_is_active then
    perform public.require_another_super_admin(p_user_id);
  end if;
  if v_user.is_active <> p_is_active then
    update public.users u set is_active = p_is_active where u.id = p_user_id;
    if p_is_active then
      perform public.wake_tenants(array[p_user_id]);
    else
      perform public.end_sessions(p_user_id, array(select s.id from public.user_sessions s where s.user_id = p_user_id));
    end if;
    perform public.write_audit(
      case when p_is_active then 'user_switched_on' else 'user_switched_off' end, 'user', p_user_id::text, p_user_id,
      jsonb_build_object('reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_tenant_active is
  'Switches an account on or off and returns it; accounts of administrators only by a super administrator. Raises not_signed_in, admin_only, reason_missing, user_not_found, super_admin_only, account_deleted, last_super_admin.';
revoke all on function api.set_tenant_active from public;
grant execute on function api.set_tenant_active to app_user;
alter function api.set_tenant_active owner to app_definer;
--! EndIncluded accounts/api.set_tenant_active.sql
--! Included accounts/public.tables_of_accounts.sql
-- Where something of an account is stored, from the catalog: a table that is added tomorrow is emptied and looked into without anybody
-- thinking of it. Left out is what stays under the bare id: the ledger (the audit log has no user_id), the note that the account was
-- deleted, and the notes that a stored view is old, which the next refresh of that view takes away.
create or replace function public.tables_of_accounts()
  returns table (place integer, relation regclass, condition text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  -- These lead to the account through another table, so they go before it.
  values
    (1, 'public.webhook_events'::regclass, 't.agent_id in (select a.id from public.agents a where a.user_id = $1)'),
    (1, 'api.contact_import_rows'::regclass, 't.import_id in (select i.id from public.contact_imports i where i.user_id = $1)'),
    (1, 'public.contact_import_numbers'::regclass, 't.import_id in (select i.id from public.contact_imports i where i.user_id = $1)')
  union all
  select
    -- Calls take most along; agents are held back by campaigns.
    case c.relname when 'calls' then 2 when 'agents' then 4 else 3 end,
    c.oid::regclass,
    't.user_id = $1'
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
  where c.relnamespace in ('public'::regnamespace, 'analytics'::regnamespace)
    and c.relkind = 'r'
    and c.oid not in ('public.credit_transactions'::regclass, 'public.account_deletions'::regclass, 'public.kpi_notes'::regclass)
$function$;
comment on function public.tables_of_accounts is
  'Each table that holds rows of accounts, with the condition (on t, of account $1) and its place in the order of deletion. Called by delete_account_rows and rows_of_deleted_accounts.';
revoke all on function public.tables_of_accounts from public;
alter function public.tables_of_accounts owner to app_definer;
--! EndIncluded accounts/public.tables_of_accounts.sql
--! Included accounts/public.delete_account_rows.sql
-- A portion of one table, so that no transaction is long and none of what was done is lost when the worker dies. Dynamic SQL because the
-- tables come from the catalog; their names are regclass, the conditions are ours.
create or replace function public.delete_account_rows(p_user_id uuid, p_limit integer)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table record;
  v_deleted integer;
begin
  perform public.lock_appliers();
  for v_table in
    select t.relation, t.condition
    from public.tables_of_accounts() t
    order by t.place, t.relation::text
  loop
    execute format(
      'delete from %1$s x where x.ctid = any (array(select t.ctid from %1$s t where %2$s limit $2))',
      v_table.relation, v_table.condition
    ) using p_user_id, p_limit;
    get diagnostics v_deleted = row_count;
    if v_deleted > 0 then
      return v_deleted;
    end if;
  end loop;
  return 0;
end
$function$;
comment on function public.delete_account_rows is
  'Deletes up to p_limit rows of an account from the first table that has any, with what hangs on them, and returns how many; 0: nothing is left. Called by delete_accounts.';
revoke all on function public.delete_account_rows from public;
alter function public.delete_account_rows owner to app_definer;
--! EndIncluded accounts/public.delete_account_rows.sql
--! Included accounts/public.forget_person.sql
-- The row stays, because ledger and audit log point to it. Sign-ins are logged by address, so they go by address.
create or replace function public.forget_person(p_user_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_email text := (select u.email from public.users u where u.id = p_user_id for no key update);
begin
  delete from public.login_attempts a where lower(a.email) = lower(v_email);
  delete from public.account_links l where lower(l.email) = lower(v_email);
  delete from public.email_outbox o where lower(o.to_email) = lower(v_email);
  update public.users u
  set email = p_user_id || '@deleted.invalid',
      name = 'Deleted account',
      role = 'user',
      is_active = false,
      stack_auth_user_id = null,
      email_verified = false,
      password_hash = null,
      company = null,
      website = null,
      location = null,
      bio = null,
      phone = null
  where u.id = p_user_id;
  update public.account_deletions d set finished_at = p_now where d.user_id = p_user_id;
end
$function$;
comment on function public.forget_person is
  'Overwrites what an account says about its person, whose rows are all gone. Called by delete_accounts.';
revoke all on function public.forget_person from public;
alter function public.forget_person owner to app_definer;
--! EndIncluded accounts/public.forget_person.sql
--! Included accounts/public.delete_accounts.sql
-- One step of one deletion. An account with calls on the line or not yet charged waits for them, so that its books close; but not longer
-- than the setting says, because the provider may never answer for them. Any of those that are due, so that one that fails keeps no other.
create or replace function public.delete_accounts(p_limit integer default 1000, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deletion public.account_deletions;
begin
  select d.*
  into v_deletion
  from public.account_deletions d
  where d.finished_at is null and d.next_try_at <= p_now
  order by random()
  limit 1
  for update skip locked;
  if not found then
    return false;
  end if;

  if p_now < v_deletion.requested_at + public.setting('account.delete_wait_hours') * interval '1 hour'
    and (
      exists (select from public.call_attempts a where a.user_id = v_deletion.user_id and a.closed_key is null)
      or exists (select from public.calls c where c.user_id = v_deletion.user_id and c.confirmed_at is null)
    )
  then
    update public.account_deletions d
    set next_try_at = p_now + interval '30 seconds'
    where d.user_id = v_deletion.user_id;
  elsif public.delete_account_rows(v_deletion.user_id, p_limit) = 0 then
    perform public.forget_person(v_deletion.user_id, p_now);
  end if;
  return true;
end
$function$;
comment on function public.delete_accounts is
  'Takes a deletion that is due a step further: waits for open calls, deletes up to p_limit rows of a table, or, when none are left, forgets the person. False when none is due. Called by the job account__delete.';
revoke all on function public.delete_accounts from public;
grant execute on function public.delete_accounts to app_worker;
alter function public.delete_accounts owner to app_definer;
--! EndIncluded accounts/public.delete_accounts.sql
--! Included integrity/public.rows_of_deleted_accounts.sql
-- Dynamic SQL because the tables come from the catalog; see tables_of_accounts.
create or replace function public.rows_of_deleted_accounts()
  returns table (object text, key text, detail text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deletion record;
  v_table record;
begin
  for v_deletion in select d.user_id from public.account_deletions d where d.finished_at is not null loop
    for v_table in select t.relation, t.condition from public.tables_of_accounts() t loop
      return query execute format(
        'select %1$L::text, $1::text, count(*) || '' rows'' from %2$s t where %3$s having count(*) > 0',
        (select c.relname from pg_class c where c.oid = v_table.relation), v_table.relation, v_table.condition
      ) using v_deletion.user_id;
    end loop;
  end loop;

  return query
  select 'users', u.id::text, 'names its person'
  from public.users u
  join public.account_deletions d on d.user_id = u.id and d.finished_at is not null
  where u.is_active
    or u.email <> u.id || '@deleted.invalid'
    or u.name <> 'Deleted account'
    or num_nonnulls(u.stack_auth_user_id, u.password_hash, u.company, u.website, u.location, u.bio, u.phone) > 0;
end
$function$;
comment on function public.rows_of_deleted_accounts is
  'What is stored of accounts whose deletion is finished, besides ledger and audit log: table, account, how many rows. Called by invariant_26_deleted_accounts_are_empty.';
revoke all on function public.rows_of_deleted_accounts from public;
alter function public.rows_of_deleted_accounts owner to app_definer;
--! EndIncluded integrity/public.rows_of_deleted_accounts.sql
--! Included integrity/public.invariant_26_deleted_accounts_are_empty.sql
-- Nothing of the person is left, also not by a writer that came after the deletion.
create or replace view public.invariant_26_deleted_accounts_are_empty with (security_barrier = true) as
select r.object, r.key, r.detail
from public.rows_of_deleted_accounts() r;

comment on view public.invariant_26_deleted_accounts_are_empty is 'What is left of deleted accounts besides ledger and audit log. Must be empty.';
comment on column public.invariant_26_deleted_accounts_are_empty.object is 'The table at fault.';
comment on column public.invariant_26_deleted_accounts_are_empty.key is 'The account.';
comment on column public.invariant_26_deleted_accounts_are_empty.detail is 'How many rows; never what is in them.';
revoke all on public.invariant_26_deleted_accounts_are_empty from public;
alter view public.invariant_26_deleted_accounts_are_empty owner to app_definer;
--! EndIncluded integrity/public.invariant_26_deleted_accounts_are_empty.sql

-- Nobody takes the own name for a password; a mail that is stuck is sent again by hand.
--! Included accounts/api.get_link_owner.sql
-- Asked before a password is hashed, so that nobody takes the own name for one. Whoever holds the token reads the mailbox and knows both.
create or replace function api.get_link_owner(p_token_hash text, p_now timestamptz default now())
  returns table (email text, name text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  return query
  select l.email::text, coalesce(u.name, l.name)::text
  from public.account_links l
  left join public.users u on u.id = l.user_id
  where l.token_hash = p_token_hash and l.used_at is null and l.expires_at > p_now;
end
$function$;
comment on function api.get_link_owner is
  'Address and name of the person whom a usable link is for; no row when it is used, too old, or none. The name is null when unknown.
@notNull email';
revoke all on function api.get_link_owner from public;
grant execute on function api.get_link_owner to app_api;
alter function api.get_link_owner owner to app_definer;
--! EndIncluded accounts/api.get_link_owner.sql
--! Included notifications/api.resend_email.sql
-- A mail whose server refused it for a while, or whose link is still worth sending. What it says is made anew when it is sent.
create or replace function api.resend_email(p_email_id uuid, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_kind text;
begin
  perform public.require_admin();
  update public.email_outbox m
  set state = 'queued', next_try_at = p_now, created_at = p_now, unclear_tries = 0
  -- As in api.stuck_emails, but asked of the row under its lock: of two who press the button one sends.
  where m.id = p_email_id
    and (m.state in ('failed', 'unknown') or m.state = 'queued' and m.tries > 0 and m.next_try_at > p_now)
  returning m.kind
  into v_kind;
  if v_kind is null then
    raise sqlstate 'VC404' using
      message = 'email_not_stuck',
      detail = format('email %s', p_email_id),
      hint = 'This mail is on its way, has arrived, or is gone.';
  end if;
  perform public.write_audit('email_resent', 'email', p_email_id::text, null, jsonb_build_object('kind', v_kind), p_now);
  perform public.add_job('email__send', '{}', 'email__send');
end
$function$;
comment on function api.resend_email is
  'Has a mail that did not arrive, or that waits after a refusal, sent again now. Audited. Raises not_signed_in, admin_only, email_not_stuck.';
revoke all on function api.resend_email from public;
grant execute on function api.resend_email to app_user;
alter function api.resend_email owner to app_definer;
--! EndIncluded notifications/api.resend_email.sql

-- Administrators make logins of analysts on a page. The functions belong to a role whose only right is to make roles.
grant usage on schema public to app_login_maker;
--! Included analysts/public.require_login_name.sql
-- The one rule for what names a login may have: none that is a role of ours, of the server or of anybody else.
create or replace function public.require_login_name(p_login text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_login is null or p_login !~ '^analyst_[a-z0-9_]{1,50}$' then
    raise sqlstate 'VC400' using
      message = 'login_name_invalid',
      detail = format('login %s', p_login),
      hint = 'The name of a login is analyst_ followed by small letters, digits and _.';
  end if;
  return p_login;
end
$function$;
comment on function public.require_login_name is
  'The name, if a login of an analyst may have it. Called by create_analyst, set_analyst_password and remove_analyst. Raises login_name_invalid.';
revoke all on function public.require_login_name from public;
grant execute on function public.require_login_name to app_definer, app_login_maker;
--! EndIncluded analysts/public.require_login_name.sql
--! Included analysts/public.require_verifier.sql
create or replace function public.require_verifier(p_verifier text)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_verifier is null or p_verifier !~ '^SCRAM-SHA-256\$[0-9]{4,6}:[A-Za-z0-9+/=]{20,40}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
    raise sqlstate 'VC400' using
      message = 'verifier_invalid',
      hint = 'A password arrives here as its SCRAM-SHA-256 verifier and never as such.';
  end if;
end
$function$;
comment on function public.require_verifier is
  'Nothing, if this is a SCRAM verifier. Called by create_login and set_login_password. Raises verifier_invalid.';
revoke all on function public.require_verifier from public;
grant execute on function public.require_verifier to app_login_maker;
--! EndIncluded analysts/public.require_verifier.sql
--! Included analysts/public.create_login.sql
-- Runs as a role that owns nothing and whose only right is to make roles; it is this function and its two sisters, nothing else. What a
-- login may do besides is a membership, so nobody can slip it a right through here. The password arrives as its SCRAM verifier: a statement
-- that fails would write the password itself into the server's log. Dynamic SQL because roles take no parameters.
create or replace function public.create_login(p_login text, p_verifier text, p_statement_seconds integer, p_idle_seconds integer)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login text := public.require_login_name(p_login);
begin
  perform public.require_verifier(p_verifier);
  -- Roles and their members are the whole server's, and whoever changes the same list at the same moment fails: then it is done again.
  for attempt in 1..5 loop
    begin
      execute format('create role %I login connection limit 2 password %L in role app_analyst', v_login, p_verifier);
      -- Who is a member of a role may end its statements; no superuser is needed for the watchdog.
      execute format('grant %I to app_watchdog', v_login);
      exit;
    exception
      when duplicate_object or unique_violation then
        raise sqlstate 'VC409' using
          message = 'login_exists',
          detail = format('login %s', v_login),
          hint = 'There is a login of this name already.';
      when internal_error then
        if attempt = 5 then
          raise;
        end if;
    end;
  end loop;
  -- Courtesy, which the login may lift for itself; what it is held to is the watchdog's.
  execute format('alter role %I set default_transaction_read_only = on', v_login);
  execute format('alter role %I set lock_timeout = %L', v_login, '1s');
  execute format('alter role %I set search_path = analytics', v_login);
  execute format('alter role %I set jit = off', v_login);
  execute format('alter role %I set statement_timeout = %L', v_login, p_statement_seconds || 's');
  execute format('alter role %I set idle_in_transaction_session_timeout = %L', v_login, p_idle_seconds || 's');
end
$function$;
comment on function public.create_login is
  'Makes the role of an analyst: a member of app_analyst with two sessions, reads only unless it says otherwise. Called by create_analyst. Raises login_name_invalid, login_exists, verifier_invalid.';
revoke all on function public.create_login from public;
grant execute on function public.create_login to app_definer;
grant create on schema public to app_login_maker;
alter function public.create_login owner to app_login_maker;
revoke create on schema public from app_login_maker;
--! EndIncluded analysts/public.create_login.sql
--! Included analysts/public.set_login_password.sql
create or replace function public.set_login_password(p_login text, p_verifier text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_verifier(p_verifier);
  execute format('alter role %I password %L', public.require_login_name(p_login), p_verifier);
end
$function$;
comment on function public.set_login_password is
  'Gives the role of an analyst another password; its sessions go on. Called by set_analyst_password, which knows that it is one. Raises login_name_invalid, verifier_invalid.';
revoke all on function public.set_login_password from public;
grant execute on function public.set_login_password to app_definer;
grant create on schema public to app_login_maker;
alter function public.set_login_password owner to app_login_maker;
revoke create on schema public from app_login_maker;
--! EndIncluded analysts/public.set_login_password.sql
--! Included analysts/public.drop_login.sql
create or replace function public.drop_login(p_login text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- As in create_login.
  for attempt in 1..5 loop
    begin
      execute format('drop role %I', public.require_login_name(p_login));
      exit;
    exception when internal_error then
      if attempt = 5 then
        raise;
      end if;
    end;
  end loop;
end
$function$;
comment on function public.drop_login is
  'Removes the role of an analyst. Called by remove_analyst, which knows that it is one. Raises login_name_invalid.';
revoke all on function public.drop_login from public;
grant execute on function public.drop_login to app_definer;
grant create on schema public to app_login_maker;
alter function public.drop_login owner to app_login_maker;
revoke create on schema public from app_login_maker;
--! EndIncluded analysts/public.drop_login.sql
--! Included analysts/public.end_login_sessions.sql
-- Runs as a member of all analysts' logins, which is all the right it takes to end their sessions.
create or replace function public.end_login_sessions(p_login text)
  returns integer
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select count(*) filter (where pg_terminate_backend(a.pid))::integer
  from pg_stat_activity a
  where a.usename = p_login and pg_has_role('app_watchdog', a.usesysid, 'usage')
$function$;
comment on function public.end_login_sessions is
  'Ends the sessions of an analyst''s login and returns how many. Called by remove_analyst.';
revoke all on function public.end_login_sessions from public;
grant execute on function public.end_login_sessions to app_definer;
grant create on schema public to app_watchdog;
alter function public.end_login_sessions owner to app_watchdog;
revoke create on schema public from app_watchdog;
--! EndIncluded analysts/public.end_login_sessions.sql
--! Included analysts/api.analysts.sql
-- Of all tenants, for administrators: only functions that ask for the role read it. The roles are the server's, the grants this database's.
create or replace view api.analysts with (security_invoker = true) as
select
  r.rolname::text as login,
  coalesce(g.sees_all, false) as sees_all,
  coalesce(g.sees_personal, false) as sees_personal,
  coalesce(g.accounts, '{}') as accounts,
  (select count(*)::integer from pg_stat_activity a where a.usesysid = r.oid) as sessions,
  g.created_at
from pg_auth_members m
join pg_roles o on o.oid = m.roleid and o.rolname = 'app_analyst'
join pg_roles r on r.oid = m.member
left join (
  select
    x.login,
    bool_or(x.all_tenants) as sees_all,
    bool_or(x.pii) as sees_personal,
    array_agg(u.email::text order by u.email) filter (where u.id is not null) as accounts,
    min(x.created_at) as created_at
  from analytics.analyst_grant x
  left join public.users u on u.id = x.user_id
  group by x.login
) g on g.login = r.rolname
where r.rolname ~ '^analyst_';
comment on view api.analysts is 'One row per login of an analyst.';
comment on column api.analysts.login is E'Name of the PostgreSQL login.\n@notNull';
comment on column api.analysts.sees_all is E'True: all accounts, also future ones.\n@notNull';
comment on column api.analysts.sees_personal is E'True: names, whole numbers, addresses and transcripts too.\n@notNull';
comment on column api.analysts.accounts is E'E-mail addresses of the accounts it sees, when it does not see all; empty: it sees nothing.\n@notNull';
comment on column api.analysts.sessions is E'Sessions open now.\n@notNull';
comment on column api.analysts.created_at is 'When its rights were given; null when it has none in this database.';
grant select on api.analysts to app_definer;
--! EndIncluded analysts/api.analysts.sql
--! Included analysts/public.require_analyst.sql
-- Also of another installation on the same server: roles belong to the server, and whoever may remove a login here may do so there.
create or replace function public.require_analyst(p_login text)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Two who change a login at the same moment would both change its role, and the second would fail: they take turns at its grants.
  perform 1 from analytics.analyst_grant g where g.login = p_login order by g.user_id for update;
  if not exists (select from api.analysts a where a.login = p_login) then
    raise sqlstate 'VC404' using
      message = 'login_not_found',
      detail = format('login %s', p_login),
      hint = 'There is no analyst with this login.';
  end if;
  return p_login;
end
$function$;
comment on function public.require_analyst is
  'The name, if it is a login of an analyst, whose grants it locks. Called by set_analyst_password and remove_analyst. Raises login_not_found.';
revoke all on function public.require_analyst from public;
alter function public.require_analyst owner to app_definer;
--! EndIncluded analysts/public.require_analyst.sql
--! Included analysts/public.create_analyst.sql
create or replace function public.create_analyst(
  p_login text,
  p_user_ids uuid[],
  p_sees_all boolean,
  p_sees_personal boolean,
  p_verifier text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_unknown uuid;
begin
  if p_sees_all is not true and coalesce(cardinality(p_user_ids), 0) = 0 then
    raise sqlstate 'VC400' using
      message = 'accounts_missing',
      hint = 'Say which accounts the login sees, or that it sees all of them.';
  end if;
  select i.id
  into v_unknown
  from unnest(p_user_ids) as i (id)
  where not exists (select from public.users u where u.id = i.id)
    or exists (select from public.account_deletions d where d.user_id = i.id)
  limit 1;
  if v_unknown is not null then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', v_unknown),
      hint = 'This account does not exist.';
  end if;

  perform public.create_login(
    p_login, p_verifier, public.setting('analysts.max_statement_seconds'), public.setting('analysts.max_idle_seconds')
  );
  insert into analytics.analyst_grant (login, user_id, all_tenants, pii, created_at)
  select distinct p_login, i.id, p_sees_all is true, p_sees_personal is true, p_now
  from unnest(case when p_sees_all is true then array[null::uuid] else p_user_ids end) as i (id);
end
$function$;
comment on function public.create_analyst is
  'Makes a login for an analyst that sees the accounts given, or all, also future ones; without p_sees_personal names, whole numbers, addresses and transcripts are withheld. Called by api.create_analyst and the command analysts. Raises accounts_missing, user_not_found, login_name_invalid, login_exists, verifier_invalid.';
revoke all on function public.create_analyst from public;
alter function public.create_analyst owner to app_definer;
--! EndIncluded analysts/public.create_analyst.sql
--! Included analysts/public.set_analyst_password.sql
create or replace function public.set_analyst_password(p_login text, p_verifier text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.set_login_password(public.require_analyst(p_login), p_verifier);
end
$function$;
comment on function public.set_analyst_password is
  'Gives an analyst''s login another password; its sessions go on. Called by api.renew_analyst_password and the command analysts. Raises login_not_found, login_name_invalid, verifier_invalid.';
revoke all on function public.set_analyst_password from public;
alter function public.set_analyst_password owner to app_definer;
--! EndIncluded analysts/public.set_analyst_password.sql
--! Included analysts/public.remove_analyst.sql
-- The grants go first: what is running sees nothing more from the commit on, even if its session outlived it.
create or replace function public.remove_analyst(p_login text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_analyst(p_login);
  delete from analytics.analyst_grant g where g.login = p_login;
  perform public.end_login_sessions(p_login);
  perform public.drop_login(p_login);
end
$function$;
comment on function public.remove_analyst is
  'Ends the sessions of an analyst''s login and removes it with its grants. Called by api.remove_analyst and the command analysts. Raises login_not_found, login_name_invalid.';
revoke all on function public.remove_analyst from public;
alter function public.remove_analyst owner to app_definer;
--! EndIncluded analysts/public.remove_analyst.sql
--! Included analysts/api.list_analysts.sql
create or replace function api.list_analysts()
  returns setof api.analysts
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select a.*
  from api.analysts a
  order by a.login;
end
$function$;
comment on function api.list_analysts is
  'All logins of analysts by name. Raises not_signed_in, admin_only.';
revoke all on function api.list_analysts from public;
grant execute on function api.list_analysts to app_user;
alter function api.list_analysts owner to app_definer;
--! EndIncluded analysts/api.list_analysts.sql
--! Included analysts/api.create_analyst.sql
create or replace function api.create_analyst(
  p_login text,
  p_user_ids uuid[],
  p_sees_all boolean,
  p_sees_personal boolean,
  p_verifier text,
  p_reason text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  perform public.create_analyst(p_login, p_user_ids, p_sees_all, p_sees_personal, p_verifier, p_now);
  perform public.write_audit(
    'analyst_created', 'analyst', p_login, null,
    jsonb_build_object('sees_all', p_sees_all, 'sees_personal', p_sees_personal, 'accounts', p_user_ids, 'reason', v_reason), p_now
  );
end
$function$;
comment on function api.create_analyst is
  'Makes a login for an analyst; see public.create_analyst. Audited. Raises not_signed_in, super_admin_only, reason_missing, password_needed, accounts_missing, user_not_found, login_name_invalid, login_exists, verifier_invalid.';
revoke all on function api.create_analyst from public;
grant execute on function api.create_analyst to app_user;
alter function api.create_analyst owner to app_definer;
--! EndIncluded analysts/api.create_analyst.sql
--! Included analysts/api.renew_analyst_password.sql
create or replace function api.renew_analyst_password(p_login text, p_verifier text, p_reason text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  perform public.set_analyst_password(p_login, p_verifier);
  perform public.write_audit('analyst_password_renewed', 'analyst', p_login, null, jsonb_build_object('reason', v_reason), p_now);
end
$function$;
comment on function api.renew_analyst_password is
  'Gives an analyst''s login another password; its sessions go on. Audited. Raises not_signed_in, super_admin_only, reason_missing, password_needed, login_not_found, login_name_invalid, verifier_invalid.';
revoke all on function api.renew_analyst_password from public;
grant execute on function api.renew_analyst_password to app_user;
alter function api.renew_analyst_password owner to app_definer;
--! EndIncluded analysts/api.renew_analyst_password.sql
--! Included analysts/api.remove_analyst.sql
create or replace function api.remove_analyst(p_login text, p_reason text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  perform public.remove_analyst(p_login);
  perform public.write_audit('analyst_removed', 'analyst', p_login, null, jsonb_build_object('reason', v_reason), p_now);
end
$function$;
comment on function api.remove_analyst is
  'Ends the sessions of an analyst''s login and removes it. Audited. Raises not_signed_in, super_admin_only, reason_missing, password_needed, login_not_found, login_name_invalid.';
revoke all on function api.remove_analyst from public;
grant execute on function api.remove_analyst to app_user;
alter function api.remove_analyst owner to app_definer;
--! EndIncluded analysts/api.remove_analyst.sql

-- Telephone numbers: their tenant names them, administrators enter, switch and move them.
--! Included numbers/api.phone_numbers.sql
create or replace view api.phone_numbers with (security_invoker = true) as
select
  n.id,
  n.phone_number,
  n.friendly_name,
  n.country_code,
  n.is_active,
  coalesce(n.capabilities ->> 'voice' <> 'false', true) as can_call,
  n.twilio_sid is not null as is_synced,
  n.created_at
from public.phone_numbers n;
comment on view api.phone_numbers is 'One row per telephone number of the tenant.';
comment on column api.phone_numbers.id is 'The number''s key.';
comment on column api.phone_numbers.phone_number is 'The number in E.164.';
comment on column api.phone_numbers.friendly_name is 'Its name; null for the bare number.';
comment on column api.phone_numbers.country_code is 'Country, two letters; null when unknown.';
comment on column api.phone_numbers.is_active is 'False: not called from any more.';
comment on column api.phone_numbers.can_call is E'False: it takes messages only.\n@notNull';
comment on column api.phone_numbers.is_synced is E'True: it came from a provider''s list; false: an administrator entered it.\n@notNull';
comment on column api.phone_numbers.created_at is 'When it was entered.';
grant select on api.phone_numbers to app_user, app_definer;
--! EndIncluded numbers/api.phone_numbers.sql
--! Included numbers/api.list_phone_numbers.sql
create or replace function api.list_phone_numbers()
  returns setof api.phone_numbers
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select n.*
  from api.phone_numbers n
  order by n.is_active desc, n.phone_number;
end
$function$;
comment on function api.list_phone_numbers is
  'The tenant''s telephone numbers, those in use first. Raises not_signed_in.';
revoke all on function api.list_phone_numbers from public;
grant execute on function api.list_phone_numbers to app_user;
--! EndIncluded numbers/api.list_phone_numbers.sql
--! Included numbers/api.rename_phone_number.sql
create or replace function api.rename_phone_number(p_phone_number_id uuid, p_name text default null)
  returns api.phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_name text := nullif(btrim(p_name), '');
  v_number api.phone_numbers;
begin
  if length(v_name) > 100 then
    raise sqlstate 'VC400' using
      message = 'number_name_too_long',
      detail = format('%s characters', length(v_name)),
      hint = 'The name of a number has at most 100 characters.';
  end if;
  update public.phone_numbers n
  set friendly_name = v_name
  where n.id = p_phone_number_id and n.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'phone_number_not_found',
      detail = format('phone number %s', p_phone_number_id),
      hint = 'This number does not exist.';
  end if;
  select n.* into v_number from api.phone_numbers n where n.id = p_phone_number_id;
  return v_number;
end
$function$;
comment on function api.rename_phone_number is
  'Gives a number of the tenant another name, none with null or blanks, and returns it. Raises not_signed_in, number_name_too_long, phone_number_not_found.';
revoke all on function api.rename_phone_number from public;
grant execute on function api.rename_phone_number to app_user;
alter function api.rename_phone_number owner to app_definer;
--! EndIncluded numbers/api.rename_phone_number.sql
--! Included numbers/api.all_phone_numbers.sql
-- Of all tenants, for administrators: only functions that ask for the role read it.
create or replace view api.all_phone_numbers with (security_invoker = true) as
select n.*, u.id as user_id, u.email, u.company, u.name
from api.phone_numbers n
join public.phone_numbers p on p.id = n.id
join public.users u on u.id = p.user_id;
comment on view api.all_phone_numbers is 'One row per telephone number of the installation.';
comment on column api.all_phone_numbers.id is 'The number''s key.';
comment on column api.all_phone_numbers.phone_number is 'The number in E.164.';
comment on column api.all_phone_numbers.friendly_name is 'Its name; null for the bare number.';
comment on column api.all_phone_numbers.country_code is 'Country, two letters; null when unknown.';
comment on column api.all_phone_numbers.is_active is 'False: not called from any more.';
comment on column api.all_phone_numbers.can_call is E'False: it takes messages only.\n@notNull';
comment on column api.all_phone_numbers.is_synced is E'True: it came from a provider''s list; false: an administrator entered it.\n@notNull';
comment on column api.all_phone_numbers.created_at is 'When it was entered.';
comment on column api.all_phone_numbers.user_id is 'The account it belongs to.';
comment on column api.all_phone_numbers.email is 'Its e-mail address.';
comment on column api.all_phone_numbers.company is 'Its company.';
comment on column api.all_phone_numbers.name is 'Name of its person.';
grant select on api.all_phone_numbers to app_definer;
--! EndIncluded numbers/api.all_phone_numbers.sql
--! Included numbers/api.list_all_phone_numbers.sql
create or replace function api.list_all_phone_numbers(p_search text default null, p_after_number text default null, p_limit integer default 50)
  returns setof api.all_phone_numbers
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_text text := lower(btrim(coalesce(p_search, '')));
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_admin();
  return query
  select n.*
  from api.all_phone_numbers n
  where (p_after_number is null or n.phone_number > p_after_number)
    and (
      v_text = ''
      or strpos(lower(concat_ws(' ', n.email, n.name, n.company, n.friendly_name)), v_text) > 0
      or (length(v_digits) >= 3 and strpos(n.phone_number, v_digits) > 0)
    )
  order by n.phone_number
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_all_phone_numbers is
  'A page of all telephone numbers by number; the next one begins after the last. Search takes part of a number, in any notation, of its name or of its account. Raises not_signed_in, admin_only.';
revoke all on function api.list_all_phone_numbers from public;
grant execute on function api.list_all_phone_numbers to app_user;
alter function api.list_all_phone_numbers owner to app_definer;
--! EndIncluded numbers/api.list_all_phone_numbers.sql
--! Included numbers/public.lock_phone_number.sql
create or replace function public.lock_phone_number(p_phone_number_id uuid)
  returns public.phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_number public.phone_numbers;
begin
  select n.* into v_number from public.phone_numbers n where n.id = p_phone_number_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'phone_number_not_found',
      detail = format('phone number %s', p_phone_number_id),
      hint = 'This number does not exist.';
  end if;
  return v_number;
end
$function$;
comment on function public.lock_phone_number is
  'Locks a number of any tenant and returns it. Called by set_phone_number_active and move_phone_number. Raises phone_number_not_found.';
revoke all on function public.lock_phone_number from public;
alter function public.lock_phone_number owner to app_definer;
--! EndIncluded numbers/public.lock_phone_number.sql
--! Included numbers/public.find_phone_number.sql
create or replace function public.find_phone_number(p_phone_number_id uuid)
  returns api.all_phone_numbers
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select n from api.all_phone_numbers n where n.id = p_phone_number_id
$function$;
comment on function public.find_phone_number is
  'A number as administrators see it. Called by their functions, after they have asked for the role.';
revoke all on function public.find_phone_number from public;
alter function public.find_phone_number owner to app_definer;
--! EndIncluded numbers/public.find_phone_number.sql
--! Included numbers/api.add_phone_number.sql
-- A number has one owner. Who has it already is told to administrators only.
create or replace function api.add_phone_number(
  p_user_id uuid,
  p_phone_number text,
  p_reason text,
  p_name text default null,
  p_now timestamptz default now()
)
  returns api.all_phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_number text := public.normalise_phone(p_phone_number);
  v_country text;
  v_id uuid;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.find_tenant(p_user_id);
  if v_number is null then
    raise sqlstate 'VC400' using
      message = 'phone_number_invalid',
      detail = public.phone_fault(p_phone_number),
      hint = 'This is no telephone number: it begins with + and the country code.';
  end if;
  v_country := (regexp_match(public.rule_key_of(v_number), '^([A-Z]{2})'))[1];
  insert into public.phone_numbers (user_id, phone_number, friendly_name, country_code, capabilities, created_at)
  values (p_user_id, v_number, nullif(left(btrim(p_name), 100), ''), nullif(v_country, 'XF'), '{"voice": true}', p_now)
  on conflict (phone_number) do nothing
  returning id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'phone_number_taken',
      detail = format('number %s', v_number),
      hint = 'This number belongs to an account already; it can be moved when it is switched off there.';
  end if;
  perform public.write_audit(
    'phone_number_added', 'phone_number', v_id::text, p_user_id, jsonb_build_object('number', v_number, 'reason', v_reason), p_now
  );
  return public.find_phone_number(v_id);
end
$function$;
comment on function api.add_phone_number is
  'Enters a telephone number of an account and returns it. Audited. Raises not_signed_in, admin_only, reason_missing, user_not_found, phone_number_invalid, phone_number_taken.';
revoke all on function api.add_phone_number from public;
grant execute on function api.add_phone_number to app_user;
alter function api.add_phone_number owner to app_definer;
--! EndIncluded numbers/api.add_phone_number.sql
--! Included numbers/api.set_phone_number_active.sql
create or replace function api.set_phone_number_active(p_phone_number_id uuid, p_is_active boolean, p_reason text, p_now timestamptz default now())
  returns api.all_phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_number public.phone_numbers;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  v_number := public.lock_phone_number(p_phone_number_id);
  if v_number.is_active <> p_is_active then
    update public.phone_numbers n set is_active = p_is_active where n.id = p_phone_number_id;
    perform public.write_audit(
      case when p_is_active then 'phone_number_switched_on' else 'phone_number_switched_off' end, 'phone_number', p_phone_number_id::text,
      v_number.user_id, jsonb_build_object('number', v_number.phone_number, 'reason', v_reason), p_now
    );
  end if;
  return public.find_phone_number(p_phone_number_id);
end
$function$;
comment on function api.set_phone_number_active is
  'Switches a number on or off as a caller and returns it; it is never deleted, because calls refer to it. Audited. Raises not_signed_in, admin_only, reason_missing, phone_number_not_found.';
revoke all on function api.set_phone_number_active from public;
grant execute on function api.set_phone_number_active to app_user;
alter function api.set_phone_number_active owner to app_definer;
--! EndIncluded numbers/api.set_phone_number_active.sql
--! Included numbers/api.move_phone_number.sql
-- Only what its owner has given up changes hands: a number in use would call for the wrong one.
create or replace function api.move_phone_number(p_phone_number_id uuid, p_user_id uuid, p_reason text, p_now timestamptz default now())
  returns api.all_phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_number public.phone_numbers;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.find_tenant(p_user_id);
  v_number := public.lock_phone_number(p_phone_number_id);
  if v_number.user_id = p_user_id then
    return public.find_phone_number(p_phone_number_id);
  end if;
  if v_number.is_active then
    raise sqlstate 'VC409' using
      message = 'phone_number_in_use',
      detail = format('number %s', v_number.phone_number),
      hint = 'This number is in use where it is: switch it off there first.';
  end if;
  update public.phone_numbers n set user_id = p_user_id, friendly_name = null, is_active = true where n.id = p_phone_number_id;
  perform public.write_audit(
    'phone_number_moved', 'phone_number', p_phone_number_id::text, p_user_id,
    jsonb_build_object('number', v_number.phone_number, 'from', v_number.user_id, 'reason', v_reason), p_now
  );
  return public.find_phone_number(p_phone_number_id);
end
$function$;
comment on function api.move_phone_number is
  'Gives a number that is switched off to another account, where it is on, and returns it. Audited. Raises not_signed_in, admin_only, reason_missing, user_not_found, phone_number_not_found, phone_number_in_use.';
revoke all on function api.move_phone_number from public;
grant execute on function api.move_phone_number to app_user;
alter function api.move_phone_number owner to app_definer;
--! EndIncluded numbers/api.move_phone_number.sql
