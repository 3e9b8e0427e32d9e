--! Previous: sha1:40bbbc3f8f96da58c208c3b1a03295778b623c9d
--! Hash: sha1:cbf4134c5625e92e512a41cda7209952937d07c9
--! Message: Exact rollups, stored figures, views, reports

--! split: 1-current.sql
-- Nothing is being written.

--! split: 10-claim.sql
-- The claim looks up each sum once and sorts once: next_tenants and pick_queue_items, same signatures.
--! Included dialing/public.next_tenants.sql
-- Whose turn it is. Tenants stand in a ring in the order of their pos; each claim goes on where the last one
-- stopped, so nobody gets a second quantum while another tenant with work waits for its first, and idleness saves
-- up nothing. Tenants with direct calls have their own ring, served first.
--
-- The wallet (users) is locked, never waited for: a tenant whose money is moving has its turn in the next lap.
create or replace function public.next_tenants(p_want integer, p_limits public.claim_limits)
  returns public.claim_tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_look_at integer := (p_want + p_limits.quantum - 1) / p_limits.quantum;
  v_ring bigint[];
  v_direct_count integer;
  v_result public.claim_tenants;
begin
  v_ring := public.walk_ring(true, v_look_at);
  v_direct_count := cardinality(v_ring);
  if v_direct_count < v_look_at then
    v_ring := v_ring || public.walk_ring(false, v_look_at - v_direct_count);
  end if;

  -- Each sum is looked up once per tenant: without the offset the planner writes it again wherever it is used.
  with looked_at as materialized (
    select t.user_id, array_position(v_ring, t.pos) as turn, t.weight, t.max_concurrent_calls
    from public.tenant_dispatch t
    where t.pos = any (v_ring)
  ),
  wallets as materialized (
    select u.id, u.credits, u.is_active
    from public.users u
    where u.id = any (array(select x.user_id from looked_at x))
    for no key update skip locked
  ),
  sums as (
    select
      x.user_id,
      x.turn,
      x.weight,
      w.credits,
      w.is_active,
      coalesce(x.max_concurrent_calls, p_limits.tenant_cap) as cap,
      p_limits.quantum * x.weight as share,
      (select count(*)::integer from public.active_calls a where a.user_id = x.user_id) as slots,
      (select coalesce(sum(h.amount), 0)::integer from public.credit_holds h where h.user_id = x.user_id) as held,
      public.hold_amount(coalesce((
        select max(coalesce(public.agent_call_seconds(g.bolna_task_config), p_limits.call_seconds))
        from public.agents g
        where g.user_id = x.user_id and g.is_active
      ), p_limits.call_seconds), p_limits.grace_seconds, p_limits.pulse_seconds,
        p_limits.price_per_pulse) as hold
    from looked_at x
    join wallets w on w.id = x.user_id
    offset 0
  ),
  rooms as (
    select
      m.*,
      case
        when not m.is_active then 0
        else least(m.cap - m.slots, case when m.hold = 0 then m.share else (m.credits - m.held) / m.hold end, m.share)
      end as room
    from sums m
    offset 0
  )
  select
    coalesce(array_agg(r.user_id order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.room order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.slots order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.cap order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.hold order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.weight order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.user_id) filter (where r.room <= 0), '{}')
  into v_result
  from rooms r;
  return v_result;
end
$function$;
comment on function public.next_tenants is
  'The tenants whose turn it is, with the room, slots, cap, hold and weight of each, and those that turned out to be full; moves the ring on. Called by the claim, under its lock.';
revoke all on function public.next_tenants from public;
alter function public.next_tenants owner to app_definer;
--! EndIncluded dialing/public.next_tenants.sql
--! Included dialing/public.pick_queue_items.sql
-- Chooses the items: inside a tenant direct calls first, then priority, then who was scheduled first; over the
-- tenants the first of each before the second of any, where a tenant of weight 3 has three firsts. Then looks at each
-- person, all at once, so that no slot is wasted on somebody who may not be called.
--
-- The items are locked where they are found, so nothing is looked up twice; those that somebody else holds are
-- skipped, and those that are locked and not chosen are free again at the end of the claim.
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
        i.id,
        i.phone_number,
        i.agent_id,
        row_number() over (
          order by l.call_type = 'direct' desc, i.priority desc, i.scheduled_for nulls first, i.created_at, i.id
        ) as place
      from public.dispatch_lanes l
      cross join lateral (
        select q.id, q.priority, q.scheduled_for, q.created_at, q.phone_number, q.agent_id
        from public.call_queue q
        where q.lane_id = l.id and q.status = 'pending' and q.due
        order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
        limit least(t.room, v_share * t.weight)
        for no key update skip locked
      ) i
      where l.user_id = t.user_id and l.ready and l.open and l.closes_at > v_latest_end
      order by place
      limit least(t.room, v_share * t.weight)
    ) k
  ),
  chosen as materialized (
    select
      c.*,
      row_number() over (order by c.is_direct desc, (c.place - 1) / c.weight, c.turn, c.place) as rank
    from candidates c
    order by rank
    limit p_want
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
  'Locks the queue items to dial next for the tenants given and returns them in dialing order, and those of them that may not be called with the reason: opted_out, agent_off, number_busy. Called by the claim.';
revoke all on function public.pick_queue_items from public;
alter function public.pick_queue_items owner to app_definer;
--! EndIncluded dialing/public.pick_queue_items.sql

--! split: 40-plpgsql.sql
-- Casts that plpgsql_check asks to be written: ledger guard and matching of events, same signatures.
--! Included credits/public.refuse_ledger_change.sql
-- Keeps the ledger and the audit log append-only, also toward those whom no grant binds (their owner, a superuser).
--
-- What must still pass are the actions of foreign keys: a deleted call leaves its ledger row with call_id null, a
-- deleted target leaves the audit row with target_user_id null, and the cascade of the row's own user removes it.
-- Told apart by looking: when the action of a foreign key runs, the referenced row is gone already; when somebody
-- types the same statement, it is still there.
-- Why security definer: under forced row security the owner sees no user and no call, so to an invoker function
-- everything would look gone and everything would pass.
-- Arguments of the trigger: the column that names the row's own user, the column that may become null, and the
-- table that this column refers to (calls or users).
create or replace function public.refuse_ledger_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_owner constant uuid := (to_jsonb(old) ->> tg_argv[0])::uuid;
  v_referred constant uuid := (to_jsonb(old) ->> tg_argv[1])::uuid;
begin
  if tg_op = 'DELETE' and not exists (select from public.users u where u.id = v_owner) then
    return old;
  end if;

  if tg_op = 'UPDATE'
    and v_referred is not null
    and to_jsonb(new) = jsonb_set(to_jsonb(old), array[tg_argv[1]], 'null')
    and not exists (select from public.calls c where tg_argv[2] = 'calls' and c.id = v_referred)
    and not exists (select from public.users u where tg_argv[2] = 'users' and u.id = v_referred)
  then
    return new;
  end if;

  raise sqlstate 'VC403' using
    message = 'ledger_is_append_only',
    detail = format('%s of %s %s', lower(tg_op), tg_table_name, to_jsonb(old) ->> 'id'),
    hint = 'Entries of the ledger and of the audit log stay as they are; write a new one that corrects it.';
end
$function$;

comment on function public.refuse_ledger_change() is
  'Trigger function (before update or delete, for each row) of credit_transactions and admin_audit_log: lets only the actions of foreign keys pass. Raises ledger_is_append_only.';
revoke all on function public.refuse_ledger_change() from public;
alter function public.refuse_ledger_change() owner to app_definer;
--! EndIncluded credits/public.refuse_ledger_change.sql
--! Included calls/public.match_call_events.sql
-- Finds the calls of events whose execution we do not know yet: the attempt whose id the provider echoes (the
-- webhook was faster than the answer, or the answer was lost), or a person who called us. An answer to our own
-- question that echoes nothing is matched by its number with an attempt that is unknown: taking it for ours costs one
-- call at most, writing it off would dial the person twice. An event that came
-- through one agent's address about another agent's call changes nothing and is put aside.
create or replace function public.match_call_events(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_attempts uuid[];
  v_executions text[];
begin
  select array_agg(m.attempt_id), array_agg(m.execution_id::text)
  into v_attempts, v_executions
  from (
    select distinct on (a.id) a.id as attempt_id, f.execution_id
    from (
      select x.execution_id, x.agent_id, x.attempt_id
      from public.call_event_facts x
      where x.id = any (p_event_ids) and x.attempt_id is not null
      union all
      select x.execution_id, x.agent_id, u.id
      from public.call_event_facts x
      join public.call_attempts u on u.state = 'unknown' and u.phone_number = x.to_number
      where x.id = any (p_event_ids)
        and x.attempt_id is null
        and x.is_confirmation
        and x.direction is distinct from 'inbound'
    ) f
    join public.call_attempts a on a.id = f.attempt_id and a.execution_id is null
    join public.call_queue q on q.id = a.queue_id and q.agent_id = f.agent_id
    where not exists (select from public.calls c where c.bolna_execution_id = f.execution_id)
    order by a.id, f.execution_id
  ) m;
  if v_attempts is not null then
    perform public.accept_attempts(v_attempts, v_executions, p_now);
  end if;

  perform public.insert_inbound_calls(p_event_ids, p_now);

  update public.webhook_events w
  set quarantine_reason = 'foreign_call'
  from public.calls c
  where w.id = any (p_event_ids)
    and c.bolna_execution_id = w.execution_id
    and w.agent_id is distinct from c.agent_id;
end
$function$;
comment on function public.match_call_events is
  'Makes the calls that events are the first to tell of (accepted dials, inbound calls) and quarantines events about another agent''s call. Called by apply_call_events.';
revoke all on function public.match_call_events from public;
alter function public.match_call_events owner to app_definer;
--! EndIncluded calls/public.match_call_events.sql

--! split: 60-reports.sql
-- The reports of the reference about the schema and about what is stored.
--! Included integrity/public.show_db_tree.sql
-- The tables as a tree, from the catalog: each below the one it is deleted with (a tenant, unless another parent takes it along), with
-- what deleting the parent does. Other references are named behind it.
create or replace function public.show_db_tree()
  returns text
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  with recursive keys as (
    select
      k.conrelid as child,
      k.confrelid as parent,
      case k.confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'r' then 'restrict' else 'no action' end as on_delete,
      (select string_agg(a.attname, ', ' order by x.place) filter (where a.attname <> 'user_id' or cardinality(k.conkey) = 1)
        from unnest(k.conkey) with ordinality as x (number, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number) as columns,
      -- The closest parent: one that takes the child along, and rather a thing of the tenant than the tenant.
      row_number() over (
        partition by k.conrelid
        order by k.confdeltype = 'c' desc, k.confrelid <> 'public.users'::regclass desc, k.confrelid::regclass::text collate "C"
      ) as closeness
    from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid
  ),
  tables as (
    select c.oid, c.relname::text collate "C" as name
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  ),
  tree as (
    select t.oid, t.name, array[t.name] as path, ''::text collate "C" as how
    from tables t
    where not exists (select from keys k where k.child = t.oid)
    union all
    select t.oid, t.name, r.path || t.name, format(' (%s: %s)', k.columns, k.on_delete) collate "C"
    from tree r
    join keys k on k.parent = r.oid and k.closeness = 1
    join tables t on t.oid = k.child
    where not t.name = any (r.path)
  )
  select string_agg(
    repeat('   ', cardinality(r.path) - 1) || case when cardinality(r.path) > 1 then '└─ ' else '' end || r.name || r.how
      || coalesce((
        select '  also ' || string_agg(format('%s (%s: %s)', p.name, k.columns, k.on_delete), ', ' order by p.name, k.columns)
        from keys k
        join tables p on p.oid = k.parent
        where k.child = r.oid and k.closeness > 1
      ), ''),
    E'\n' order by r.path
  )
  from tree r
$function$;
comment on function public.show_db_tree is
  'The tables of schema public as an indented tree, a line each: the column that leads to the parent, what deleting the parent does, and other references. Called by hand and by the pages of administrators.';
revoke all on function public.show_db_tree from public;
grant execute on function public.show_db_tree to app_definer, app_worker;
--! EndIncluded integrity/public.show_db_tree.sql
--! Included integrity/public.validate_user_data_consistency.sql
-- Every invariant there is, asked one by one: a view that is added tomorrow is in the report without anybody thinking of it. Dynamic SQL for
-- that reason only; its names come from the catalog through %I.
create or replace function public.validate_user_data_consistency()
  returns table (invariant text, meaning text, violations bigint, examples jsonb)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_view record;
begin
  for v_view in
    select c.relname::text as name, obj_description(c.oid, 'pg_class') as meaning
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' and c.relname ~ '^invariant_[0-9]{2}_'
    order by c.relname
  loop
    return query execute format(
      $query$
        select
          %1$L::text,
          %2$L::text,
          count(*),
          coalesce(jsonb_agg(jsonb_build_object('object', v.object, 'key', v.key, 'detail', v.detail)) filter (where v.place <= 5), '[]')
        from (select i.object, i.key, i.detail, row_number() over () as place from public.%1$I i) v
      $query$,
      v_view.name, v_view.meaning
    );
  end loop;
end
$function$;
comment on function public.validate_user_data_consistency is
  'One row per invariant: its name, what must be empty, how many rows are not, and up to five of them as object, key, detail. Reads all tenants; takes long on a large installation. Called by hand and by the pages of administrators.';
revoke all on function public.validate_user_data_consistency from public;
grant execute on function public.validate_user_data_consistency to app_worker;
alter function public.validate_user_data_consistency owner to app_definer;
--! EndIncluded integrity/public.validate_user_data_consistency.sql
--! Included integrity/public.audit_data_isolation.sql
-- What keeps tenants apart, table by table, as the catalog has it and as the stored rows have it. Each check is a row, also when all is well:
-- a report that lists only faults cannot be told from one that did not look.
create or replace function public.audit_data_isolation()
  returns table (relation text, check_name text, is_ok boolean, detail text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  with tables as (
    select c.oid, c.relname::text collate "C" as name, c.relrowsecurity, c.relforcerowsecurity
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and (c.relname = 'users' or exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
      ))
  ),
  strangers as materialized (
    select r.object, count(*) as found, min(r.detail) as example
    from public.references_between_tenants() r
    group by r.object
  )
  select t.name, 'row_security', t.relrowsecurity and t.relforcerowsecurity,
    case when t.relforcerowsecurity and t.relrowsecurity then 'forced' when t.relrowsecurity then 'on, but not for the owner' else 'off' end
  from tables t
  union all
  select t.name, 'policies_of_tenants', coalesce(p.ok, true), coalesce(p.policies, 'none: tenants see no row')
  from tables t
  left join lateral (
    select
      bool_and(coalesce(pg_get_expr(x.polqual, x.polrelid), '') like '%current_user_id()%'
        or coalesce(pg_get_expr(x.polwithcheck, x.polrelid), '') like '%current_user_id()%') as ok,
      string_agg(format('%s: %s', x.polname, coalesce(pg_get_expr(x.polqual, x.polrelid), pg_get_expr(x.polwithcheck, x.polrelid))), '; ' order by x.polname collate "C") as policies
    from pg_policy x
    where x.polrelid = t.oid and not x.polroles <@ array['app_definer'::regrole::oid]
  ) p on true
  union all
  select t.name, 'rights_of_public', not has_any.found, case when has_any.found then 'PUBLIC may use it' else 'none' end
  from tables t
  cross join lateral (
    select exists (select from pg_class c cross join lateral aclexplode(c.relacl) x where c.oid = t.oid and x.grantee = 0) as found
  ) has_any
  union all
  select t.name, 'keys_carry_tenant', coalesce(k.ok, true), coalesce(k.keys, 'refers to no other table of tenants')
  from tables t
  left join lateral (
    select
      bool_and(exists (select from pg_attribute a where a.attrelid = x.conrelid and a.attnum = any (x.conkey) and a.attname = 'user_id')) as ok,
      string_agg(x.conname, ', ' order by x.conname collate "C") as keys
    from pg_constraint x
    join tables r on r.oid = x.confrelid
    where x.conrelid = t.oid and x.contype = 'f' and r.name <> 'users'
  ) k on true
  union all
  select t.name, 'stored_references', s.found is null, coalesce(format('%s rows lead to another tenant, such as: %s', s.found, s.example), 'all stay with their tenant')
  from tables t
  left join strangers s on s.object = t.name
  order by 1, 2
$function$;
comment on function public.audit_data_isolation is
  'One row per table of tenants and check (row_security, policies_of_tenants, rights_of_public, keys_carry_tenant, stored_references): whether it holds, and what was found. Called by hand and by the pages of administrators.';
revoke all on function public.audit_data_isolation from public;
grant execute on function public.audit_data_isolation to app_worker;
alter function public.audit_data_isolation owner to app_definer;
--! EndIncluded integrity/public.audit_data_isolation.sql

--! split: 80-rollups.sql
-- Rollups. Averages and rates become generated columns: one home for each formula, and no path that could write another
-- value. Nothing has written agent_analytics so far, so it is made anew with its columns in the reference's order.
drop table if exists public.agent_analytics cascade;
create table public.agent_analytics (
  id uuid not null default public.uuid_generate_v4(),
  agent_id uuid not null,
  user_id uuid not null,
  date date not null,
  hour integer,
  total_calls integer not null default 0,
  successful_calls integer not null default 0,
  failed_calls integer not null default 0,
  total_duration_minutes integer not null generated always as (
    least(round(total_duration_seconds / 60.0), 2147483647)::integer
  ) stored,
  avg_duration_minutes numeric(10,2) not null generated always as (
    case when answered_calls > 0 then least(round(total_duration_seconds / 60.0 / answered_calls, 2), 99999999.99) else 0 end
  ) stored,
  leads_generated integer not null default 0,
  qualified_leads integer not null default 0,
  conversion_rate numeric(5,2) not null generated always as (
    case when leads_generated > 0 then round(100.0 * qualified_leads / leads_generated, 2) else 0 end
  ) stored,
  avg_engagement_score numeric(5,2) not null generated always as (
    case when engagement_score_count > 0 then round(engagement_score_sum / engagement_score_count, 2) else 0 end
  ) stored,
  avg_intent_score numeric(5,2) not null generated always as (
    case when intent_score_count > 0 then round(intent_score_sum / intent_score_count, 2) else 0 end
  ) stored,
  avg_urgency_score numeric(5,2) not null generated always as (
    case when urgency_score_count > 0 then round(urgency_score_sum / urgency_score_count, 2) else 0 end
  ) stored,
  avg_budget_score numeric(5,2) not null generated always as (
    case when budget_score_count > 0 then round(budget_score_sum / budget_score_count, 2) else 0 end
  ) stored,
  avg_fit_score numeric(5,2) not null generated always as (
    case when fit_score_count > 0 then round(fit_score_sum / fit_score_count, 2) else 0 end
  ) stored,
  avg_total_score numeric(5,2) not null generated always as (
    case when total_score_count > 0 then round(total_score_sum / total_score_count, 2) else 0 end
  ) stored,
  credits_used integer not null default 0,
  cost_per_lead numeric(10,2) not null generated always as (
    case when leads_generated > 0 then least(round(credits_used::numeric / leads_generated, 2), 99999999.99) else 0 end
  ) stored,
  success_rate numeric(5,2) not null generated always as (
    case when total_calls > 0 then round(100.0 * successful_calls / total_calls, 2) else 0 end
  ) stored,
  answer_rate numeric(5,2) not null generated always as (
    case when total_calls > 0 then round(100.0 * answered_calls / total_calls, 2) else 0 end
  ) stored,
  cta_pricing_clicks integer not null default 0,
  cta_demo_clicks integer not null default 0,
  cta_followup_clicks integer not null default 0,
  cta_sample_clicks integer not null default 0,
  cta_human_escalations integer not null default 0,
  total_cta_interactions integer not null generated always as (
    least(
      cta_pricing_clicks::bigint + cta_demo_clicks + cta_followup_clicks + cta_sample_clicks + cta_human_escalations,
      2147483647
    )::integer
  ) stored,
  cta_conversion_rate numeric(5,2) not null generated always as (
    case when total_calls > 0 then least(round(100.0 * cta_calls / total_calls, 2), 100) else 0 end
  ) stored,
  answered_calls integer not null default 0,
  total_duration_seconds bigint not null default 0,
  cta_calls integer not null default 0,
  engagement_score_sum numeric(14,2) not null default 0,
  engagement_score_count integer not null default 0,
  intent_score_sum numeric(14,2) not null default 0,
  intent_score_count integer not null default 0,
  urgency_score_sum numeric(14,2) not null default 0,
  urgency_score_count integer not null default 0,
  budget_score_sum numeric(14,2) not null default 0,
  budget_score_count integer not null default 0,
  fit_score_sum numeric(14,2) not null default 0,
  fit_score_count integer not null default 0,
  total_score_sum numeric(14,2) not null default 0,
  total_score_count integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint agent_analytics_pkey primary key (id),
  -- A day has one row with hour NULL: distinct nulls would admit a second one.
  constraint agent_analytics_agent_date_hour_key unique nulls not distinct (agent_id, date, hour),
  constraint agent_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint agent_analytics_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade,
  constraint agent_analytics_hour_check check (hour >= 0 and hour <= 23)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index idx_agent_analytics_user_date on public.agent_analytics (user_id, date);

alter table public.user_analytics set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

-- The total of a lead is computed in one place, and what the person asked for is kept with the lead.
alter table public.lead_analytics drop column if exists total_score;
alter table public.lead_analytics add column total_score numeric(5,2) generated always as (
  round(
    (coalesce(engagement_score, 0) + coalesce(intent_score, 0) + coalesce(urgency_score, 0) + coalesce(budget_score, 0)
      + coalesce(fit_score, 0))
    / nullif(num_nonnulls(engagement_score, intent_score, urgency_score, budget_score, fit_score), 0),
    2
  )
) stored;
alter table public.lead_analytics add constraint lead_analytics_total_score_check check (total_score >= 0 and total_score <= 100);
alter table public.lead_analytics
  add column if not exists cta_pricing_clicks integer not null default 0,
  add column if not exists cta_demo_clicks integer not null default 0,
  add column if not exists cta_followup_clicks integer not null default 0,
  add column if not exists cta_sample_clicks integer not null default 0,
  add column if not exists cta_human_escalations integer not null default 0;
alter table public.lead_analytics drop constraint if exists lead_analytics_cta_check;
alter table public.lead_analytics add constraint lead_analytics_cta_check check (
  least(cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks, cta_sample_clicks, cta_human_escalations) >= 0
  and greatest(cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks, cta_sample_clicks, cta_human_escalations) <= 1000
);

-- What a change adds to one agent, day and hour; negative where it takes away.
drop type if exists public.rollup_delta cascade;
create type public.rollup_delta as (
  agent_id uuid,
  user_id uuid,
  date date,
  hour integer,
  total_calls integer,
  successful_calls integer,
  failed_calls integer,
  answered_calls integer,
  total_duration_seconds bigint,
  credits_used integer,
  leads_generated integer,
  qualified_leads integer,
  engagement_score_sum numeric,
  engagement_score_count integer,
  intent_score_sum numeric,
  intent_score_count integer,
  urgency_score_sum numeric,
  urgency_score_count integer,
  budget_score_sum numeric,
  budget_score_count integer,
  fit_score_sum numeric,
  fit_score_count integer,
  total_score_sum numeric,
  total_score_count integer,
  cta_pricing_clicks integer,
  cta_demo_clicks integer,
  cta_followup_clicks integer,
  cta_sample_clicks integer,
  cta_human_escalations integer,
  cta_calls integer
);
comment on type public.rollup_delta is 'What a change of calls or leads adds to agent_analytics of one agent, local day and hour.';

--! Included analytics/public.agent_analytics.sql
-- Rollup of calls by agent, day and hour, exact at every moment: triggers apply signed differences to the additive columns, and averages
-- and rates are computed from those. Nobody else writes.

comment on table public.agent_analytics is
  'One row per agent, local day and hour, and one per agent and day with hour null.';
comment on column public.agent_analytics.id is 'Key.';
comment on column public.agent_analytics.agent_id is 'The agent; the row is deleted with it.';
comment on column public.agent_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agent_analytics.date is 'Local day of the tenant.';
comment on column public.agent_analytics.hour is 'Local hour 0 to 23; null: the whole day.';
comment on column public.agent_analytics.total_calls is 'Calls created.';
comment on column public.agent_analytics.successful_calls is 'Calls completed.';
comment on column public.agent_analytics.failed_calls is 'Calls ended in any other way.';
comment on column public.agent_analytics.total_duration_minutes is 'Talk in minutes, rounded from total_duration_seconds.';
comment on column public.agent_analytics.avg_duration_minutes is 'Minutes of talk per answered call.';
comment on column public.agent_analytics.leads_generated is 'Calls with an analysis.';
comment on column public.agent_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.agent_analytics.conversion_rate is 'Percent of leads that are qualified, 0 to 100.';
comment on column public.agent_analytics.avg_engagement_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_intent_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_urgency_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_budget_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_fit_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_total_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.agent_analytics.cost_per_lead is 'Credits per lead; 0 without leads.';
comment on column public.agent_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.agent_analytics.answer_rate is 'Percent of calls answered, 0 to 100.';
comment on column public.agent_analytics.cta_pricing_clicks is 'Requests for prices in the calls.';
comment on column public.agent_analytics.cta_demo_clicks is 'Requests for a demonstration.';
comment on column public.agent_analytics.cta_followup_clicks is 'Requests to be called again.';
comment on column public.agent_analytics.cta_sample_clicks is 'Requests for a sample.';
comment on column public.agent_analytics.cta_human_escalations is 'Requests for a human being.';
comment on column public.agent_analytics.total_cta_interactions is 'All of the requests above.';
comment on column public.agent_analytics.cta_conversion_rate is 'Percent of calls with such a request, 0 to 100.';
comment on column public.agent_analytics.answered_calls is 'Calls that were answered (started_at is set).';
comment on column public.agent_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.agent_analytics.cta_calls is 'Analysed calls with at least one such request.';
comment on column public.agent_analytics.engagement_score_sum is 'Sum of engagement_score over the scored leads.';
comment on column public.agent_analytics.engagement_score_count is 'Leads with engagement_score.';
comment on column public.agent_analytics.intent_score_sum is 'Sum of intent_score over the scored leads.';
comment on column public.agent_analytics.intent_score_count is 'Leads with intent_score.';
comment on column public.agent_analytics.urgency_score_sum is 'Sum of urgency_score over the scored leads.';
comment on column public.agent_analytics.urgency_score_count is 'Leads with urgency_score.';
comment on column public.agent_analytics.budget_score_sum is 'Sum of budget_score over the scored leads.';
comment on column public.agent_analytics.budget_score_count is 'Leads with budget_score.';
comment on column public.agent_analytics.fit_score_sum is 'Sum of fit_score over the scored leads.';
comment on column public.agent_analytics.fit_score_count is 'Leads with fit_score.';
comment on column public.agent_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.agent_analytics.total_score_count is 'Leads with total_score.';
comment on column public.agent_analytics.created_at is 'When the row was written.';
comment on column public.agent_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.agent_analytics enable row level security;
alter table public.agent_analytics force row level security;

drop policy if exists agent_analytics_select_own on public.agent_analytics;
create policy agent_analytics_select_own on public.agent_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agent_analytics_select_own on public.agent_analytics is 'A tenant reads its own agent analytics.';

drop policy if exists agent_analytics_all_definer on public.agent_analytics;
create policy agent_analytics_all_definer on public.agent_analytics for all to app_definer
  using (true) with check (true);
comment on policy agent_analytics_all_definer on public.agent_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.agent_analytics to app_user;
grant select, insert, update, delete on public.agent_analytics to app_definer;
--! EndIncluded analytics/public.agent_analytics.sql
--! Included leads/public.lead_analytics.sql
-- What the analysis of a call says about the person. It is the opinion of a model about what strangers said: words are checked, scores
-- are bounded, and nothing here moves money.

comment on table public.lead_analytics is
  'One row per analysed call: scores, qualification and what was said.';
comment on column public.lead_analytics.id is 'Key.';
comment on column public.lead_analytics.call_id is 'The call; once, deleted with it.';
comment on column public.lead_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_analytics.agent_id is 'Agent that spoke; the row is deleted with it.';
comment on column public.lead_analytics.contact_id is 'Person on the line; null when unknown or gone.';
comment on column public.lead_analytics.engagement_score is 'How engaged the person was, 0 to 100; null when not scored.';
comment on column public.lead_analytics.intent_score is 'How much the person wants to buy, 0 to 100; null when not scored.';
comment on column public.lead_analytics.urgency_score is 'How soon, 0 to 100; null when not scored.';
comment on column public.lead_analytics.budget_score is 'How well the budget fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.fit_score is 'How well the offer fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.total_score is 'Mean of those of the five scores that are known, 0 to 100, computed here and nowhere else; null when none is.';
comment on column public.lead_analytics.qualification_status is
  'qualified, unqualified, or needs_review when the analysis was unsure; null before it is decided.';
comment on column public.lead_analytics.lifecycle_status is 'Where the lead stands on its way to a customer; new to begin with.';
comment on column public.lead_analytics.key_topics is 'What was talked about.';
comment on column public.lead_analytics.pain_points is 'What troubles the person.';
comment on column public.lead_analytics.objections is 'What the person held against it.';
comment on column public.lead_analytics.next_steps is 'What was agreed to happen next.';
comment on column public.lead_analytics.competitor_mentions is 'Competitors that were named.';
comment on column public.lead_analytics.decision_timeline is 'When the person means to decide, in words; null when unknown.';
comment on column public.lead_analytics.budget_range is 'Budget in words; null when unknown.';
comment on column public.lead_analytics.decision_maker is 'True: the person decides; null when unknown.';
comment on column public.lead_analytics.call_outcome is 'How the call ended for the tenant; null before it is known.';
comment on column public.lead_analytics.meeting_scheduled_at is 'Instant of the meeting agreed in the call; null when none was.';
comment on column public.lead_analytics.follow_up_date is 'Local day on which to follow up; null when none was agreed.';
comment on column public.lead_analytics.notes is 'Free text; null when none.';
comment on column public.lead_analytics.ai_analysis is 'The whole result of the analysis as it came, with its confidences.';
comment on column public.lead_analytics.local_date is 'Copy of calls.local_date: when the call is deleted the rollup can still find the day.';
comment on column public.lead_analytics.local_hour is 'Copy of calls.local_hour.';
comment on column public.lead_analytics.cta_pricing_clicks is 'How often the person asked for prices. Unit: requests.';
comment on column public.lead_analytics.cta_demo_clicks is 'How often the person asked for a demonstration. Unit: requests.';
comment on column public.lead_analytics.cta_followup_clicks is 'How often the person asked to be called again. Unit: requests.';
comment on column public.lead_analytics.cta_sample_clicks is 'How often the person asked for a sample. Unit: requests.';
comment on column public.lead_analytics.cta_human_escalations is 'How often the person asked for a human being. Unit: requests.';
comment on column public.lead_analytics.created_at is 'When the row was written.';
comment on column public.lead_analytics.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.lead_analytics enable row level security;
alter table public.lead_analytics force row level security;

drop policy if exists lead_analytics_select_own on public.lead_analytics;
create policy lead_analytics_select_own on public.lead_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_analytics_select_own on public.lead_analytics is 'A tenant reads its own lead analytics.';

drop policy if exists lead_analytics_all_definer on public.lead_analytics;
create policy lead_analytics_all_definer on public.lead_analytics for all to app_definer
  using (true) with check (true);
comment on policy lead_analytics_all_definer on public.lead_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_analytics to app_user;
grant select, insert, update, delete on public.lead_analytics to app_definer;
--! EndIncluded leads/public.lead_analytics.sql
--! Included analytics/public.call_measures.sql
-- How a call counts: the one definition, for triggers, recomputes, invariants and tests. Additive only. Scalars, so that
-- the planner can put it into the query that uses it.
create or replace function public.call_measures(
  p_status text,
  p_started_at timestamptz,
  p_duration_seconds integer,
  p_credits integer
)
  returns table (
    total_calls integer,
    successful_calls integer,
    failed_calls integer,
    answered_calls integer,
    total_duration_seconds bigint,
    credits_used integer
  )
  language sql
  immutable
  parallel safe
begin atomic
  select
    1,
    (p_status = 'completed')::integer,
    (p_status in ('failed', 'busy', 'no-answer'))::integer,
    (p_started_at is not null)::integer,
    coalesce(p_duration_seconds, 0)::bigint,
    p_credits;
end;
comment on function public.call_measures is
  'What one call adds to agent_analytics. Units: calls, seconds, whole credits. Called by the rollup triggers, the recomputes and the invariants.';
revoke all on function public.call_measures from public;
grant execute on function public.call_measures to app_definer;
--! EndIncluded analytics/public.call_measures.sql
--! Included analytics/public.lead_measures.sql
-- How an analysed call counts, beside what the call itself counts: the one definition, for triggers, recomputes,
-- invariants and tests. Additive only: of each score its sum and how many have it.
create or replace function public.lead_measures(
  p_qualification_status text,
  p_engagement_score numeric,
  p_intent_score numeric,
  p_urgency_score numeric,
  p_budget_score numeric,
  p_fit_score numeric,
  p_total_score numeric,
  p_cta_pricing_clicks integer,
  p_cta_demo_clicks integer,
  p_cta_followup_clicks integer,
  p_cta_sample_clicks integer,
  p_cta_human_escalations integer
)
  returns table (
    leads_generated integer,
    qualified_leads integer,
    engagement_score_sum numeric,
    engagement_score_count integer,
    intent_score_sum numeric,
    intent_score_count integer,
    urgency_score_sum numeric,
    urgency_score_count integer,
    budget_score_sum numeric,
    budget_score_count integer,
    fit_score_sum numeric,
    fit_score_count integer,
    total_score_sum numeric,
    total_score_count integer,
    cta_pricing_clicks integer,
    cta_demo_clicks integer,
    cta_followup_clicks integer,
    cta_sample_clicks integer,
    cta_human_escalations integer,
    cta_calls integer
  )
  language sql
  immutable
  parallel safe
begin atomic
  select
    1,
    coalesce(p_qualification_status = 'qualified', false)::integer,
    coalesce(p_engagement_score, 0),
    (p_engagement_score is not null)::integer,
    coalesce(p_intent_score, 0),
    (p_intent_score is not null)::integer,
    coalesce(p_urgency_score, 0),
    (p_urgency_score is not null)::integer,
    coalesce(p_budget_score, 0),
    (p_budget_score is not null)::integer,
    coalesce(p_fit_score, 0),
    (p_fit_score is not null)::integer,
    coalesce(p_total_score, 0),
    (p_total_score is not null)::integer,
    p_cta_pricing_clicks,
    p_cta_demo_clicks,
    p_cta_followup_clicks,
    p_cta_sample_clicks,
    p_cta_human_escalations,
    (p_cta_pricing_clicks > 0 or p_cta_demo_clicks > 0 or p_cta_followup_clicks > 0 or p_cta_sample_clicks > 0 or p_cta_human_escalations > 0)::integer;
end;
comment on function public.lead_measures is
  'What one analysis adds to agent_analytics. Units: leads, score points, requests. Called by the rollup triggers, the recomputes and the invariants.';
revoke all on function public.lead_measures from public;
grant execute on function public.lead_measures to app_definer;
--! EndIncluded analytics/public.lead_measures.sql
--! Included analytics/public.lock_agent_days.sql
-- The day of an agent (hour null) is the lock for all of its hours: whoever writes any of them has the day first. A transaction that
-- reaches rollups in more than one step takes all its days here before the first, because each step goes on to the
-- tenants' days, and coming back for another agent from there is how two writers wait for each other.
create or replace function public.lock_agent_days(p_agent_ids uuid[], p_dates date[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select distinct g.id, g.user_id, d.date, null::integer
  from unnest(p_agent_ids, p_dates) as d (agent_id, date)
  join public.agents g on g.id = d.agent_id
  where not exists (
    select from public.agent_analytics a
    where a.agent_id = d.agent_id and a.date = d.date and a.hour is null
  )
  order by g.id, d.date
  on conflict (agent_id, date, hour) do nothing;

  perform 1
  from public.agent_analytics a
  where (a.agent_id, a.date) in (select d.agent_id, d.date from unnest(p_agent_ids, p_dates) as d (agent_id, date))
    and a.hour is null
  order by a.agent_id, a.date
  for no key update;
end
$function$;
comment on function public.lock_agent_days is
  'Makes sure that the days of agents exist (pairs of p_agent_ids and p_dates) and locks them in their order. Called by what changes rollups: add_to_agent_analytics, restamp_calls, recompute_agent_daily_from_calls.';
revoke all on function public.lock_agent_days from public;
alter function public.lock_agent_days owner to app_definer;
--! EndIncluded analytics/public.lock_agent_days.sql
--! Included analytics/public.add_to_agent_analytics.sql
-- Adds signed differences to the rows of their hours and of their days. The days are locked first, which
-- locks their hours too, and missing rows are written with zeros: an upsert would lock in two orders, because what it
-- inserts and what it updates sets off two triggers.
-- Differences of agents that are being deleted are dropped: their rows go with them.
create or replace function public.add_to_agent_analytics(p_deltas public.rollup_delta[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_deltas is null then
    return;
  end if;

  perform public.lock_agent_days(array_agg(d.agent_id), array_agg(d.date))
  from unnest(p_deltas) d;
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select distinct d.agent_id, d.user_id, d.date, d.hour
  from unnest(p_deltas) d
  join public.agents g on g.id = d.agent_id and g.user_id = d.user_id
  where not exists (
    select from public.agent_analytics a
    where a.agent_id = d.agent_id and a.date = d.date and a.hour = d.hour
  )
  on conflict (agent_id, date, hour) do nothing;

  with sums as materialized (
    select
      d.agent_id,
      d.date,
      h.hour,
      sum(d.total_calls) as total_calls,
      sum(d.successful_calls) as successful_calls,
      sum(d.failed_calls) as failed_calls,
      sum(d.answered_calls) as answered_calls,
      sum(d.total_duration_seconds) as total_duration_seconds,
      sum(d.credits_used) as credits_used,
      sum(d.leads_generated) as leads_generated,
      sum(d.qualified_leads) as qualified_leads,
      sum(d.engagement_score_sum) as engagement_score_sum,
      sum(d.engagement_score_count) as engagement_score_count,
      sum(d.intent_score_sum) as intent_score_sum,
      sum(d.intent_score_count) as intent_score_count,
      sum(d.urgency_score_sum) as urgency_score_sum,
      sum(d.urgency_score_count) as urgency_score_count,
      sum(d.budget_score_sum) as budget_score_sum,
      sum(d.budget_score_count) as budget_score_count,
      sum(d.fit_score_sum) as fit_score_sum,
      sum(d.fit_score_count) as fit_score_count,
      sum(d.total_score_sum) as total_score_sum,
      sum(d.total_score_count) as total_score_count,
      sum(d.cta_pricing_clicks) as cta_pricing_clicks,
      sum(d.cta_demo_clicks) as cta_demo_clicks,
      sum(d.cta_followup_clicks) as cta_followup_clicks,
      sum(d.cta_sample_clicks) as cta_sample_clicks,
      sum(d.cta_human_escalations) as cta_human_escalations,
      sum(d.cta_calls) as cta_calls
    from unnest(p_deltas) d
    cross join lateral (values (d.hour), (null)) as h (hour)
    group by d.agent_id, d.date, h.hour
  )
  update public.agent_analytics a
  set
    total_calls = a.total_calls + s.total_calls,
    successful_calls = a.successful_calls + s.successful_calls,
    failed_calls = a.failed_calls + s.failed_calls,
    answered_calls = a.answered_calls + s.answered_calls,
    total_duration_seconds = a.total_duration_seconds + s.total_duration_seconds,
    credits_used = a.credits_used + s.credits_used,
    leads_generated = a.leads_generated + s.leads_generated,
    qualified_leads = a.qualified_leads + s.qualified_leads,
    engagement_score_sum = a.engagement_score_sum + s.engagement_score_sum,
    engagement_score_count = a.engagement_score_count + s.engagement_score_count,
    intent_score_sum = a.intent_score_sum + s.intent_score_sum,
    intent_score_count = a.intent_score_count + s.intent_score_count,
    urgency_score_sum = a.urgency_score_sum + s.urgency_score_sum,
    urgency_score_count = a.urgency_score_count + s.urgency_score_count,
    budget_score_sum = a.budget_score_sum + s.budget_score_sum,
    budget_score_count = a.budget_score_count + s.budget_score_count,
    fit_score_sum = a.fit_score_sum + s.fit_score_sum,
    fit_score_count = a.fit_score_count + s.fit_score_count,
    total_score_sum = a.total_score_sum + s.total_score_sum,
    total_score_count = a.total_score_count + s.total_score_count,
    cta_pricing_clicks = a.cta_pricing_clicks + s.cta_pricing_clicks,
    cta_demo_clicks = a.cta_demo_clicks + s.cta_demo_clicks,
    cta_followup_clicks = a.cta_followup_clicks + s.cta_followup_clicks,
    cta_sample_clicks = a.cta_sample_clicks + s.cta_sample_clicks,
    cta_human_escalations = a.cta_human_escalations + s.cta_human_escalations,
    cta_calls = a.cta_calls + s.cta_calls,
    updated_at = now()
  from sums s
  where a.agent_id = s.agent_id and a.date = s.date and a.hour is not distinct from s.hour;
end
$function$;
comment on function public.add_to_agent_analytics is
  'Adds differences to agent_analytics, to the hour and to the day. Called by the rollup triggers of calls and lead_analytics.';
revoke all on function public.add_to_agent_analytics from public;
alter function public.add_to_agent_analytics owner to app_definer;
--! EndIncluded analytics/public.add_to_agent_analytics.sql
--! Included analytics/public.add_to_user_analytics.sql
-- Adds signed differences to the days of tenants. As in add_to_agent_analytics: missing rows first, then all in the order of
-- their key. A day of a tenant that is being deleted has no row any more and gets none.
create or replace function public.add_to_user_analytics(
  p_user_ids uuid[],
  p_dates date[],
  p_calls integer[],
  p_successful integer[],
  p_agents integer[],
  p_leads integer[],
  p_qualified integer[],
  p_credits integer[]
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_user_ids is null then
    return;
  end if;

  insert into public.user_analytics (user_id, date)
  select d.user_id, d.date
  from unnest(p_user_ids, p_dates) as d (user_id, date)
  join public.users u on u.id = d.user_id
  where not exists (select from public.user_analytics a where a.user_id = d.user_id and a.date = d.date)
  order by 1, 2
  on conflict (user_id, date) do nothing;

  with locked as materialized (
    select a.id, d.*
    from unnest(p_user_ids, p_dates, p_calls, p_successful, p_agents, p_leads, p_qualified, p_credits)
      as d (user_id, date, calls, successful, agents, leads, qualified, credits)
    join public.user_analytics a on a.user_id = d.user_id and a.date = d.date
    order by a.user_id, a.date
    for no key update of a
  )
  update public.user_analytics a
  set total_calls = a.total_calls + l.calls,
      successful_calls = a.successful_calls + l.successful,
      total_agents = a.total_agents + l.agents,
      total_leads = a.total_leads + l.leads,
      qualified_leads = a.qualified_leads + l.qualified,
      credits_used = a.credits_used + l.credits,
      updated_at = now()
  from locked l
  where a.id = l.id;
end
$function$;
comment on function public.add_to_user_analytics is
  'Adds differences to user_analytics, one per tenant and day. Units: calls, agents, leads, whole credits. Called by the rollup triggers of agent_analytics.';
revoke all on function public.add_to_user_analytics from public;
alter function public.add_to_user_analytics owner to app_definer;
--! EndIncluded analytics/public.add_to_user_analytics.sql
--! Included analytics/public.roll_up_calls.sql
-- The difference that a change of calls makes to the rollups: what the rows count now, less what they counted. A new status, a late
-- duration, another agent, another day are all one thing.
create or replace function public.roll_up_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(x.sign * m.total_calls) as total_calls,
      sum(x.sign * m.successful_calls) as successful_calls,
      sum(x.sign * m.failed_calls) as failed_calls,
      sum(x.sign * m.answered_calls) as answered_calls,
      sum(x.sign * m.total_duration_seconds) as total_duration_seconds,
      sum(x.sign * m.credits_used) as credits_used
    from (
      select 1 as sign,
        n.agent_id, n.user_id, n.local_date, n.local_hour, n.status, n.started_at, n.duration_seconds,
        n.credits
      from new_rows n
      union all
      select -1,
        o.agent_id, o.user_id, o.local_date, o.local_hour, o.status, o.started_at, o.duration_seconds,
        o.credits
      from old_rows o
    ) x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
    having sum(x.sign * m.total_calls) <> 0
      or sum(x.sign * m.successful_calls) <> 0
      or sum(x.sign * m.failed_calls) <> 0
      or sum(x.sign * m.answered_calls) <> 0
      or sum(x.sign * m.total_duration_seconds) <> 0
      or sum(x.sign * m.credits_used) <> 0
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls is
  'Trigger: adds to agent_analytics what changed calls count now and takes away what they counted before.';
revoke all on function public.roll_up_calls from public;
alter function public.roll_up_calls owner to app_definer;
--! EndIncluded analytics/public.roll_up_calls.sql
--! Included analytics/public.roll_up_calls_on_insert.sql
-- See roll_up_calls.
create or replace function public.roll_up_calls_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(m.total_calls) as total_calls,
      sum(m.successful_calls) as successful_calls,
      sum(m.failed_calls) as failed_calls,
      sum(m.answered_calls) as answered_calls,
      sum(m.total_duration_seconds) as total_duration_seconds,
      sum(m.credits_used) as credits_used
    from new_rows x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls_on_insert is
  'Trigger: adds new calls to agent_analytics.';
revoke all on function public.roll_up_calls_on_insert from public;
alter function public.roll_up_calls_on_insert owner to app_definer;
--! EndIncluded analytics/public.roll_up_calls_on_insert.sql
--! Included analytics/public.roll_up_calls_on_delete.sql
-- See roll_up_calls. Also what a cascade deletes passes here.
create or replace function public.roll_up_calls_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      -sum(m.total_calls) as total_calls,
      -sum(m.successful_calls) as successful_calls,
      -sum(m.failed_calls) as failed_calls,
      -sum(m.answered_calls) as answered_calls,
      -sum(m.total_duration_seconds) as total_duration_seconds,
      -sum(m.credits_used) as credits_used
    from old_rows x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls_on_delete is
  'Trigger: takes deleted calls out of agent_analytics.';
revoke all on function public.roll_up_calls_on_delete from public;
alter function public.roll_up_calls_on_delete owner to app_definer;
--! EndIncluded analytics/public.roll_up_calls_on_delete.sql
--! Included analytics/public.update_agent_scores_from_lead_analytics.sql
-- The difference that a change of analyses makes to the rollups. A lead carries its own copy of the call's day and hour, because
-- its call may be gone by now.
create or replace function public.update_agent_scores_from_lead_analytics()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(x.sign * m.leads_generated) as leads_generated,
      sum(x.sign * m.qualified_leads) as qualified_leads,
      sum(x.sign * m.engagement_score_sum) as engagement_score_sum,
      sum(x.sign * m.engagement_score_count) as engagement_score_count,
      sum(x.sign * m.intent_score_sum) as intent_score_sum,
      sum(x.sign * m.intent_score_count) as intent_score_count,
      sum(x.sign * m.urgency_score_sum) as urgency_score_sum,
      sum(x.sign * m.urgency_score_count) as urgency_score_count,
      sum(x.sign * m.budget_score_sum) as budget_score_sum,
      sum(x.sign * m.budget_score_count) as budget_score_count,
      sum(x.sign * m.fit_score_sum) as fit_score_sum,
      sum(x.sign * m.fit_score_count) as fit_score_count,
      sum(x.sign * m.total_score_sum) as total_score_sum,
      sum(x.sign * m.total_score_count) as total_score_count,
      sum(x.sign * m.cta_pricing_clicks) as cta_pricing_clicks,
      sum(x.sign * m.cta_demo_clicks) as cta_demo_clicks,
      sum(x.sign * m.cta_followup_clicks) as cta_followup_clicks,
      sum(x.sign * m.cta_sample_clicks) as cta_sample_clicks,
      sum(x.sign * m.cta_human_escalations) as cta_human_escalations,
      sum(x.sign * m.cta_calls) as cta_calls
    from (
      select 1 as sign,
        n.agent_id, n.user_id, n.local_date, n.local_hour, n.qualification_status, n.engagement_score,
        n.intent_score, n.urgency_score, n.budget_score, n.fit_score, n.total_score,
        n.cta_pricing_clicks, n.cta_demo_clicks, n.cta_followup_clicks, n.cta_sample_clicks,
        n.cta_human_escalations
      from new_rows n
      union all
      select -1,
        o.agent_id, o.user_id, o.local_date, o.local_hour, o.qualification_status, o.engagement_score,
        o.intent_score, o.urgency_score, o.budget_score, o.fit_score, o.total_score,
        o.cta_pricing_clicks, o.cta_demo_clicks, o.cta_followup_clicks, o.cta_sample_clicks,
        o.cta_human_escalations
      from old_rows o
    ) x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
    having sum(x.sign * m.leads_generated) <> 0
      or sum(x.sign * m.qualified_leads) <> 0
      or sum(x.sign * m.engagement_score_sum) <> 0
      or sum(x.sign * m.engagement_score_count) <> 0
      or sum(x.sign * m.intent_score_sum) <> 0
      or sum(x.sign * m.intent_score_count) <> 0
      or sum(x.sign * m.urgency_score_sum) <> 0
      or sum(x.sign * m.urgency_score_count) <> 0
      or sum(x.sign * m.budget_score_sum) <> 0
      or sum(x.sign * m.budget_score_count) <> 0
      or sum(x.sign * m.fit_score_sum) <> 0
      or sum(x.sign * m.fit_score_count) <> 0
      or sum(x.sign * m.total_score_sum) <> 0
      or sum(x.sign * m.total_score_count) <> 0
      or sum(x.sign * m.cta_pricing_clicks) <> 0
      or sum(x.sign * m.cta_demo_clicks) <> 0
      or sum(x.sign * m.cta_followup_clicks) <> 0
      or sum(x.sign * m.cta_sample_clicks) <> 0
      or sum(x.sign * m.cta_human_escalations) <> 0
      or sum(x.sign * m.cta_calls) <> 0
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.update_agent_scores_from_lead_analytics is
  'Trigger: adds to agent_analytics what changed analyses count now and takes away what they counted before.';
revoke all on function public.update_agent_scores_from_lead_analytics from public;
alter function public.update_agent_scores_from_lead_analytics owner to app_definer;
--! EndIncluded analytics/public.update_agent_scores_from_lead_analytics.sql
--! Included analytics/public.roll_up_leads_on_insert.sql
-- See update_agent_scores_from_lead_analytics.
create or replace function public.roll_up_leads_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(m.leads_generated) as leads_generated,
      sum(m.qualified_leads) as qualified_leads,
      sum(m.engagement_score_sum) as engagement_score_sum,
      sum(m.engagement_score_count) as engagement_score_count,
      sum(m.intent_score_sum) as intent_score_sum,
      sum(m.intent_score_count) as intent_score_count,
      sum(m.urgency_score_sum) as urgency_score_sum,
      sum(m.urgency_score_count) as urgency_score_count,
      sum(m.budget_score_sum) as budget_score_sum,
      sum(m.budget_score_count) as budget_score_count,
      sum(m.fit_score_sum) as fit_score_sum,
      sum(m.fit_score_count) as fit_score_count,
      sum(m.total_score_sum) as total_score_sum,
      sum(m.total_score_count) as total_score_count,
      sum(m.cta_pricing_clicks) as cta_pricing_clicks,
      sum(m.cta_demo_clicks) as cta_demo_clicks,
      sum(m.cta_followup_clicks) as cta_followup_clicks,
      sum(m.cta_sample_clicks) as cta_sample_clicks,
      sum(m.cta_human_escalations) as cta_human_escalations,
      sum(m.cta_calls) as cta_calls
    from new_rows x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_leads_on_insert is
  'Trigger: adds new analyses to agent_analytics.';
revoke all on function public.roll_up_leads_on_insert from public;
alter function public.roll_up_leads_on_insert owner to app_definer;
--! EndIncluded analytics/public.roll_up_leads_on_insert.sql
--! Included analytics/public.roll_up_leads_on_delete.sql
-- See update_agent_scores_from_lead_analytics.
create or replace function public.roll_up_leads_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      -sum(m.leads_generated) as leads_generated,
      -sum(m.qualified_leads) as qualified_leads,
      -sum(m.engagement_score_sum) as engagement_score_sum,
      -sum(m.engagement_score_count) as engagement_score_count,
      -sum(m.intent_score_sum) as intent_score_sum,
      -sum(m.intent_score_count) as intent_score_count,
      -sum(m.urgency_score_sum) as urgency_score_sum,
      -sum(m.urgency_score_count) as urgency_score_count,
      -sum(m.budget_score_sum) as budget_score_sum,
      -sum(m.budget_score_count) as budget_score_count,
      -sum(m.fit_score_sum) as fit_score_sum,
      -sum(m.fit_score_count) as fit_score_count,
      -sum(m.total_score_sum) as total_score_sum,
      -sum(m.total_score_count) as total_score_count,
      -sum(m.cta_pricing_clicks) as cta_pricing_clicks,
      -sum(m.cta_demo_clicks) as cta_demo_clicks,
      -sum(m.cta_followup_clicks) as cta_followup_clicks,
      -sum(m.cta_sample_clicks) as cta_sample_clicks,
      -sum(m.cta_human_escalations) as cta_human_escalations,
      -sum(m.cta_calls) as cta_calls
    from old_rows x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_leads_on_delete is
  'Trigger: takes deleted analyses out of agent_analytics.';
revoke all on function public.roll_up_leads_on_delete from public;
alter function public.roll_up_leads_on_delete owner to app_definer;
--! EndIncluded analytics/public.roll_up_leads_on_delete.sql
--! Included analytics/public.roll_up_agent_days.sql
-- What a change of agents' days makes to the days of their tenants. total_agents is no sum: a tenant has one agent more on a
-- day when that agent's calls of the day leave 0, and one less when they are 0 again.
create or replace function public.roll_up_agent_days()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
  v_dates date[];
  v_calls integer[];
  v_successful integer[];
  v_agents integer[];
  v_leads integer[];
  v_qualified integer[];
  v_credits integer[];
begin
  select
    array_agg(s.user_id), array_agg(s.date), array_agg(s.calls), array_agg(s.successful), array_agg(s.agents),
    array_agg(s.leads), array_agg(s.qualified), array_agg(s.credits)
  into v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  from (
    select
      x.user_id,
      x.date,
      sum(x.sign * x.total_calls)::integer as calls,
      sum(x.sign * x.successful_calls)::integer as successful,
      sum(x.sign * (x.total_calls > 0)::integer)::integer as agents,
      sum(x.sign * x.leads_generated)::integer as leads,
      sum(x.sign * x.qualified_leads)::integer as qualified,
      sum(x.sign * x.credits_used)::integer as credits
    from (
      select 1 as sign, n.* from new_rows n where n.hour is null
      union all
      select -1, o.* from old_rows o where o.hour is null
    ) x
    group by x.user_id, x.date
    having sum(x.sign * x.total_calls) <> 0
      or sum(x.sign * x.successful_calls) <> 0
      or sum(x.sign * (x.total_calls > 0)::integer) <> 0
      or sum(x.sign * x.leads_generated) <> 0
      or sum(x.sign * x.qualified_leads) <> 0
      or sum(x.sign * x.credits_used) <> 0
  ) s;
  perform public.add_to_user_analytics(
    v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  );
  return null;
end
$function$;
comment on function public.roll_up_agent_days is
  'Trigger: adds the difference of changed days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days from public;
alter function public.roll_up_agent_days owner to app_definer;
--! EndIncluded analytics/public.roll_up_agent_days.sql
--! Included analytics/public.roll_up_agent_days_on_insert.sql
-- See roll_up_agent_days. The rollup itself inserts zeros, which add nothing.
create or replace function public.roll_up_agent_days_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
  v_dates date[];
  v_calls integer[];
  v_successful integer[];
  v_agents integer[];
  v_leads integer[];
  v_qualified integer[];
  v_credits integer[];
begin
  select
    array_agg(s.user_id), array_agg(s.date), array_agg(s.calls), array_agg(s.successful), array_agg(s.agents),
    array_agg(s.leads), array_agg(s.qualified), array_agg(s.credits)
  into v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  from (
    select
      x.user_id,
      x.date,
      sum(x.total_calls)::integer as calls,
      sum(x.successful_calls)::integer as successful,
      sum((x.total_calls > 0)::integer)::integer as agents,
      sum(x.leads_generated)::integer as leads,
      sum(x.qualified_leads)::integer as qualified,
      sum(x.credits_used)::integer as credits
    from new_rows x
    where x.hour is null
    group by x.user_id, x.date
    having sum(x.total_calls) <> 0 or sum(x.leads_generated) <> 0 or sum(x.credits_used) <> 0
  ) s;
  perform public.add_to_user_analytics(
    v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  );
  return null;
end
$function$;
comment on function public.roll_up_agent_days_on_insert is
  'Trigger: adds new days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days_on_insert from public;
alter function public.roll_up_agent_days_on_insert owner to app_definer;
--! EndIncluded analytics/public.roll_up_agent_days_on_insert.sql
--! Included analytics/public.roll_up_agent_days_on_delete.sql
-- See roll_up_agent_days. An agent that is deleted takes its days along.
create or replace function public.roll_up_agent_days_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
  v_dates date[];
  v_calls integer[];
  v_successful integer[];
  v_agents integer[];
  v_leads integer[];
  v_qualified integer[];
  v_credits integer[];
begin
  select
    array_agg(s.user_id), array_agg(s.date), array_agg(s.calls), array_agg(s.successful), array_agg(s.agents),
    array_agg(s.leads), array_agg(s.qualified), array_agg(s.credits)
  into v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  from (
    select
      x.user_id,
      x.date,
      -sum(x.total_calls)::integer as calls,
      -sum(x.successful_calls)::integer as successful,
      -sum((x.total_calls > 0)::integer)::integer as agents,
      -sum(x.leads_generated)::integer as leads,
      -sum(x.qualified_leads)::integer as qualified,
      -sum(x.credits_used)::integer as credits
    from old_rows x
    where x.hour is null
    group by x.user_id, x.date
    having sum(x.total_calls) <> 0 or sum(x.leads_generated) <> 0 or sum(x.credits_used) <> 0
  ) s;
  perform public.add_to_user_analytics(
    v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  );
  return null;
end
$function$;
comment on function public.roll_up_agent_days_on_delete is
  'Trigger: takes deleted days of agents out of user_analytics.';
revoke all on function public.roll_up_agent_days_on_delete from public;
alter function public.roll_up_agent_days_on_delete owner to app_definer;
--! EndIncluded analytics/public.roll_up_agent_days_on_delete.sql
--! Included analytics/public.count_agent_analytics.sql
-- The rollups counted anew from what they are about: what agent_analytics has to say at this moment.
create or replace function public.count_agent_analytics(p_agent_ids uuid[], p_from date, p_to date)
  returns setof public.rollup_delta
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  with counted as (
    select
      c.agent_id, c.user_id, c.local_date as date, c.local_hour::integer as hour, m.*,
      0 as leads_generated, 0 as qualified_leads, 0 as engagement_score_sum, 0 as engagement_score_count,
      0 as intent_score_sum, 0 as intent_score_count, 0 as urgency_score_sum, 0 as urgency_score_count,
      0 as budget_score_sum, 0 as budget_score_count, 0 as fit_score_sum, 0 as fit_score_count, 0 as total_score_sum,
      0 as total_score_count, 0 as cta_pricing_clicks, 0 as cta_demo_clicks, 0 as cta_followup_clicks,
      0 as cta_sample_clicks, 0 as cta_human_escalations, 0 as cta_calls
    from public.calls c
    cross join lateral public.call_measures(c.status, c.started_at, c.duration_seconds, c.credits) m
    where c.agent_id = any (p_agent_ids) and c.local_date between p_from and p_to
    union all
    select
      l.agent_id, l.user_id, l.local_date, l.local_hour::integer,
      0, 0, 0, 0, 0, 0,
      m.*
    from public.lead_analytics l
    cross join lateral public.lead_measures(
      l.qualification_status, l.engagement_score, l.intent_score, l.urgency_score, l.budget_score, l.fit_score,
      l.total_score, l.cta_pricing_clicks, l.cta_demo_clicks, l.cta_followup_clicks, l.cta_sample_clicks,
      l.cta_human_escalations
    ) m
    where l.agent_id = any (p_agent_ids) and l.local_date between p_from and p_to
  )
  select
    x.agent_id, x.user_id, x.date, h.hour,
    sum(x.total_calls)::integer,
    sum(x.successful_calls)::integer,
    sum(x.failed_calls)::integer,
    sum(x.answered_calls)::integer,
    sum(x.total_duration_seconds)::bigint,
    sum(x.credits_used)::integer,
    sum(x.leads_generated)::integer,
    sum(x.qualified_leads)::integer,
    sum(x.engagement_score_sum)::numeric,
    sum(x.engagement_score_count)::integer,
    sum(x.intent_score_sum)::numeric,
    sum(x.intent_score_count)::integer,
    sum(x.urgency_score_sum)::numeric,
    sum(x.urgency_score_count)::integer,
    sum(x.budget_score_sum)::numeric,
    sum(x.budget_score_count)::integer,
    sum(x.fit_score_sum)::numeric,
    sum(x.fit_score_count)::integer,
    sum(x.total_score_sum)::numeric,
    sum(x.total_score_count)::integer,
    sum(x.cta_pricing_clicks)::integer,
    sum(x.cta_demo_clicks)::integer,
    sum(x.cta_followup_clicks)::integer,
    sum(x.cta_sample_clicks)::integer,
    sum(x.cta_human_escalations)::integer,
    sum(x.cta_calls)::integer
  from counted x
  cross join lateral (values (x.hour), (null)) as h (hour)
  group by x.agent_id, x.user_id, x.date, h.hour
$function$;
comment on function public.count_agent_analytics is
  'What agents'' hours and days (hour null) from p_from to p_to amount to, counted from calls and analyses; hours without any are left out. Called by recompute_agent_daily_from_calls and the invariants.';
revoke all on function public.count_agent_analytics from public;
grant execute on function public.count_agent_analytics to app_definer;
--! EndIncluded analytics/public.count_agent_analytics.sql
--! Included analytics/public.recompute_agent_daily_from_calls.sql
-- Exact beside running writers: the day is locked before the calls are read, in a statement of its own.
-- A writer that was before us had to finish first; one that is behind us adds its difference to our result.
create or replace function public.recompute_agent_daily_from_calls(p_agent_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.lock_agent_days(array[p_agent_id], array[p_target_date]);
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select g.id, g.user_id, p_target_date, h.hour
  from public.agents g
  cross join generate_series(0, 23) as h (hour)
  where g.id = p_agent_id
  on conflict (agent_id, date, hour) do nothing;

  update public.agent_analytics a
  set
    total_calls = coalesce(c.total_calls, 0),
    successful_calls = coalesce(c.successful_calls, 0),
    failed_calls = coalesce(c.failed_calls, 0),
    answered_calls = coalesce(c.answered_calls, 0),
    total_duration_seconds = coalesce(c.total_duration_seconds, 0),
    credits_used = coalesce(c.credits_used, 0),
    leads_generated = coalesce(c.leads_generated, 0),
    qualified_leads = coalesce(c.qualified_leads, 0),
    engagement_score_sum = coalesce(c.engagement_score_sum, 0),
    engagement_score_count = coalesce(c.engagement_score_count, 0),
    intent_score_sum = coalesce(c.intent_score_sum, 0),
    intent_score_count = coalesce(c.intent_score_count, 0),
    urgency_score_sum = coalesce(c.urgency_score_sum, 0),
    urgency_score_count = coalesce(c.urgency_score_count, 0),
    budget_score_sum = coalesce(c.budget_score_sum, 0),
    budget_score_count = coalesce(c.budget_score_count, 0),
    fit_score_sum = coalesce(c.fit_score_sum, 0),
    fit_score_count = coalesce(c.fit_score_count, 0),
    total_score_sum = coalesce(c.total_score_sum, 0),
    total_score_count = coalesce(c.total_score_count, 0),
    cta_pricing_clicks = coalesce(c.cta_pricing_clicks, 0),
    cta_demo_clicks = coalesce(c.cta_demo_clicks, 0),
    cta_followup_clicks = coalesce(c.cta_followup_clicks, 0),
    cta_sample_clicks = coalesce(c.cta_sample_clicks, 0),
    cta_human_escalations = coalesce(c.cta_human_escalations, 0),
    cta_calls = coalesce(c.cta_calls, 0),
    updated_at = now()
  from public.agent_analytics k
  left join public.count_agent_analytics(array[p_agent_id], p_target_date, p_target_date) c
    on c.hour is not distinct from k.hour
  where k.agent_id = p_agent_id
    and k.date = p_target_date
    and a.id = k.id
    and (
      a.total_calls, a.successful_calls, a.failed_calls, a.answered_calls, a.total_duration_seconds, a.credits_used,
      a.leads_generated, a.qualified_leads, a.engagement_score_sum, a.engagement_score_count, a.intent_score_sum,
      a.intent_score_count, a.urgency_score_sum, a.urgency_score_count, a.budget_score_sum, a.budget_score_count,
      a.fit_score_sum, a.fit_score_count, a.total_score_sum, a.total_score_count, a.cta_pricing_clicks,
      a.cta_demo_clicks, a.cta_followup_clicks, a.cta_sample_clicks, a.cta_human_escalations, a.cta_calls
    ) is distinct from (
      coalesce(c.total_calls, 0), coalesce(c.successful_calls, 0), coalesce(c.failed_calls, 0),
      coalesce(c.answered_calls, 0), coalesce(c.total_duration_seconds, 0), coalesce(c.credits_used, 0),
      coalesce(c.leads_generated, 0), coalesce(c.qualified_leads, 0), coalesce(c.engagement_score_sum, 0),
      coalesce(c.engagement_score_count, 0), coalesce(c.intent_score_sum, 0), coalesce(c.intent_score_count, 0),
      coalesce(c.urgency_score_sum, 0), coalesce(c.urgency_score_count, 0), coalesce(c.budget_score_sum, 0),
      coalesce(c.budget_score_count, 0), coalesce(c.fit_score_sum, 0), coalesce(c.fit_score_count, 0),
      coalesce(c.total_score_sum, 0), coalesce(c.total_score_count, 0), coalesce(c.cta_pricing_clicks, 0),
      coalesce(c.cta_demo_clicks, 0), coalesce(c.cta_followup_clicks, 0), coalesce(c.cta_sample_clicks, 0),
      coalesce(c.cta_human_escalations, 0), coalesce(c.cta_calls, 0)
    );
end
$function$;
comment on function public.recompute_agent_daily_from_calls is
  'Counts one agent''s hours and day anew from calls and analyses; the tenant''s day follows. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_agent_daily_from_calls from public;
grant execute on function public.recompute_agent_daily_from_calls to app_worker;
alter function public.recompute_agent_daily_from_calls owner to app_definer;
--! EndIncluded analytics/public.recompute_agent_daily_from_calls.sql
--! Included analytics/public.recompute_user_daily_from_agent.sql
-- Exact beside running writers: whoever changes an agent's day needs the tenant's row, so it is locked before the agents' days are read.
create or replace function public.recompute_user_daily_from_agent(p_user_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.user_analytics (user_id, date)
  select u.id, p_target_date
  from public.users u
  where u.id = p_user_id
  on conflict (user_id, date) do nothing;

  perform 1
  from public.user_analytics a
  where a.user_id = p_user_id and a.date = p_target_date
  for no key update;

  update public.user_analytics a
  set total_calls = s.calls,
      successful_calls = s.successful,
      total_agents = s.agents,
      total_leads = s.leads,
      qualified_leads = s.qualified,
      credits_used = s.credits,
      updated_at = now()
  from (
    select
      coalesce(sum(g.total_calls), 0) as calls,
      coalesce(sum(g.successful_calls), 0) as successful,
      count(*) filter (where g.total_calls > 0) as agents,
      coalesce(sum(g.leads_generated), 0) as leads,
      coalesce(sum(g.qualified_leads), 0) as qualified,
      coalesce(sum(g.credits_used), 0) as credits
    from public.agent_analytics g
    where g.user_id = p_user_id and g.date = p_target_date and g.hour is null
  ) s
  where a.user_id = p_user_id
    and a.date = p_target_date
    and (a.total_calls, a.successful_calls, a.total_agents, a.total_leads, a.qualified_leads, a.credits_used)
      is distinct from (s.calls, s.successful, s.agents, s.leads, s.qualified, s.credits);
end
$function$;
comment on function public.recompute_user_daily_from_agent is
  'Sums a tenant''s day anew from the days of its agents. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_user_daily_from_agent from public;
grant execute on function public.recompute_user_daily_from_agent to app_worker;
alter function public.recompute_user_daily_from_agent owner to app_definer;
--! EndIncluded analytics/public.recompute_user_daily_from_agent.sql
--! Included analytics/public.calculate_daily_call_analytics.sql
-- Agents one after the other, in the order in which the rollup locks them.
create or replace function public.calculate_daily_call_analytics(p_user_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_id uuid;
begin
  for v_agent_id in select g.id from public.agents g where g.user_id = p_user_id order by g.id
  loop
    perform public.recompute_agent_daily_from_calls(v_agent_id, p_target_date);
  end loop;
  perform public.recompute_user_daily_from_agent(p_user_id, p_target_date);
end
$function$;
comment on function public.calculate_daily_call_analytics is
  'Counts one day of a tenant and of all its agents anew. The rollups are exact without it: it repairs after a restore or a change by hand. Called by batch_calculate_call_analytics.';
revoke all on function public.calculate_daily_call_analytics from public;
grant execute on function public.calculate_daily_call_analytics to app_worker;
alter function public.calculate_daily_call_analytics owner to app_definer;
--! EndIncluded analytics/public.calculate_daily_call_analytics.sql
--! Included analytics/public.batch_calculate_call_analytics.sql
-- One transaction: writers of these days wait meanwhile, so a long range is better given in parts.
create or replace function public.batch_calculate_call_analytics(p_user_id uuid, p_start_date date, p_end_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_day date;
begin
  if p_end_date < p_start_date or p_end_date - p_start_date > 366 then
    raise sqlstate 'VC422' using
      message = 'date_range_invalid',
      detail = format('from %s to %s', p_start_date, p_end_date),
      hint = 'Give a first and a last day that are in order and at most 366 days apart.';
  end if;
  perform 1 from public.dispatch_locks d where d.name = 'events' for update;
  for v_day in select d::date from generate_series(p_start_date::timestamp, p_end_date, interval '1 day') d
  loop
    perform public.calculate_daily_call_analytics(p_user_id, v_day);
  end loop;
end
$function$;
comment on function public.batch_calculate_call_analytics is
  'Counts the days from p_start_date to p_end_date of a tenant anew, at most 367. Called by hand. Raises date_range_invalid.';
revoke all on function public.batch_calculate_call_analytics from public;
grant execute on function public.batch_calculate_call_analytics to app_worker;
alter function public.batch_calculate_call_analytics owner to app_definer;
--! EndIncluded analytics/public.batch_calculate_call_analytics.sql
-- On a new installation the job tables come after this.
set local check_function_bodies = off;
drop function if exists public.add_job(text, json, text);
--! Included platform/public.add_job.sql
-- The one way to a job: inside the transaction that makes it necessary, so that a rollback takes it along. It runs as
-- the owner of the job tables, and only our own functions may call it.
create or replace function public.add_job(
  p_task text,
  p_payload json default '{}',
  p_job_key text default null,
  p_run_at timestamptz default null
)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select graphile_worker.add_job(identifier => p_task, payload => p_payload, job_key => p_job_key, run_at => p_run_at)
$function$;
comment on function public.add_job is
  'Enqueues a background job; payload is ids only; p_run_at null is at once. Called by definer functions, never by a login.';
revoke all on function public.add_job from public;
grant execute on function public.add_job to app_definer;
grant create on schema public to app_worker;
alter function public.add_job owner to app_worker;
revoke create on schema public from app_worker;
--! EndIncluded platform/public.add_job.sql
set local check_function_bodies = on;
--! Included analytics/public.restamp_calls.sql
-- After a change of zone: files the tenant's calls under their new local day and hour, newest first, because those are looked
-- at. The triggers move what they count, so at every moment the rollups are what the stamps say.
-- Alone with the event applier: a bulk change of calls beside it would lock in another order.
create or replace function public.restamp_calls(p_user_id uuid, p_limit integer default 5000)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_zone text := public.get_user_timezone(p_user_id);
  v_calls uuid[];
begin
  perform 1 from public.dispatch_locks d where d.name = 'events' for update;

  v_calls := array(
    select c.id
    from public.calls c
    where c.user_id = p_user_id
      and (c.local_date, c.local_hour)
        <> ((c.created_at at time zone v_zone)::date, extract(hour from c.created_at at time zone v_zone))
    order by c.created_at desc
    limit p_limit
  );
  perform 1 from public.calls c where c.id = any (v_calls) order by c.id for no key update;
  -- Leads and calls are two steps, and a lead may belong to another agent than its call does by now.
  perform public.lock_agent_days(array_agg(d.agent_id), array_agg(d.date))
  from (
    select x.agent_id, x.local_date as date from public.calls x where x.id = any (v_calls)
    union
    select x.agent_id, (x.created_at at time zone v_zone)::date from public.calls x where x.id = any (v_calls)
    union
    select l.agent_id, l.local_date from public.lead_analytics l where l.call_id = any (v_calls)
    union
    select l.agent_id, (x.created_at at time zone v_zone)::date
    from public.lead_analytics l
    join public.calls x on x.id = l.call_id
    where l.call_id = any (v_calls)
  ) d;

  update public.calls c
  set local_date = (c.created_at at time zone v_zone)::date,
      local_hour = extract(hour from c.created_at at time zone v_zone)
  where c.id = any (v_calls);
  return cardinality(v_calls) = p_limit;
end
$function$;
comment on function public.restamp_calls is
  'Files up to p_limit calls of a tenant under the local day and hour of its present zone; returns whether there may be more. Called by the job call__restamp.';
revoke all on function public.restamp_calls from public;
grant execute on function public.restamp_calls to app_worker;
alter function public.restamp_calls owner to app_definer;
--! EndIncluded analytics/public.restamp_calls.sql
--! Included accounts/public.restamp_after_zone_change.sql
-- The second job comes after every transaction that may still have stamped a call by the zone before.
create or replace function public.restamp_after_zone_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform
    public.add_job('call__restamp', json_build_object('user_id', n.id), 'call__restamp ' || n.id),
    public.add_job('call__restamp', json_build_object('user_id', n.id), 'call__restamp again ' || n.id, now() + interval '10 minutes')
  from new_rows n
  join old_rows o on o.id = n.id
  where n.location is distinct from o.location;
  return null;
end
$function$;
comment on function public.restamp_after_zone_change is
  'Trigger: has the calls of tenants whose zone may have changed filed under their new local days.';
revoke all on function public.restamp_after_zone_change from public;
alter function public.restamp_after_zone_change owner to app_definer;
--! EndIncluded accounts/public.restamp_after_zone_change.sql
--! Included analytics/public.lock_rollups_before_delete.sql
-- A deleted agent or tenant takes calls, analyses and rollups along by cascades, which reach the rollups in several steps and in no
-- order. So the deletion is alone with the event applier, and has all the days before the first step.
create or replace function public.lock_rollups_before_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.dispatch_locks d where d.name = 'events' for update;
  perform 1
  from public.agent_analytics a
  where case tg_table_name when 'agents' then a.agent_id = old.id else a.user_id = old.id end
    and a.hour is null
  order by a.agent_id, a.date
  for no key update;
  return old;
end
$function$;
comment on function public.lock_rollups_before_delete is
  'Trigger of agents and users: locks the rollups that the deletion will reach.';
revoke all on function public.lock_rollups_before_delete from public;
alter function public.lock_rollups_before_delete owner to app_definer;
--! EndIncluded analytics/public.lock_rollups_before_delete.sql
--! Included agents/public.agents.triggers.sql
-- All side effects of a write to agents, in firing order.
create or replace trigger _200_lock_rollups_before_delete
  before delete on public.agents
  for each row execute function public.lock_rollups_before_delete();
comment on trigger _200_lock_rollups_before_delete on public.agents is 'What the deletion takes along reaches the rollups in several steps; it has their locks before the first.';

create or replace trigger update_agents_updated_at
  before update on public.agents
  for each row execute function public.update_updated_at_column();
comment on trigger update_agents_updated_at on public.agents is
  'Stamps updated_at of every changed row.';
--! EndIncluded agents/public.agents.triggers.sql
--! Included accounts/public.users.triggers.sql
-- Everything that a write to users sets off.
create or replace trigger _100_delete_campaigns_first
  before delete on public.users
  for each row execute function public.delete_campaigns_of_user();
comment on trigger _100_delete_campaigns_first on public.users is 'Campaigns go first, because they hold their agents back.';

create or replace trigger _500_open_account_on_insert
  after insert on public.users
  referencing new table as new_rows
  for each statement execute function public.open_account();
comment on trigger _500_open_account_on_insert on public.users is 'A new tenant gets its place in the ring and its opening ledger entry.';

create or replace trigger _200_lock_rollups_before_delete
  before delete on public.users
  for each row execute function public.lock_rollups_before_delete();
comment on trigger _200_lock_rollups_before_delete on public.users is 'What the deletion takes along reaches the rollups in several steps; it has their locks before the first.';

create or replace trigger update_users_updated_at
  before update on public.users
  for each row execute function public.update_updated_at_column();
comment on trigger update_users_updated_at on public.users is 'Keeps updated_at.';

create or replace trigger z_900_restamp_after_zone_change
  after update on public.users
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_after_zone_change();
comment on trigger z_900_restamp_after_zone_change on public.users is 'Another zone cuts other days: calls are filed anew.';
--! EndIncluded accounts/public.users.triggers.sql
--! Included analytics/public.stamp_lead.sql
-- A lead is filed under its call's day and hour. The call is locked for share before its stamps are read: a change of
-- the tenant's zone that is re-stamping the call right now either waits for this lead and finds it, or has committed.
create or replace function public.stamp_lead()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  select c.local_date, c.local_hour
  into new.local_date, new.local_hour
  from public.calls c
  where c.id = new.call_id and c.user_id = new.user_id
  for share;
  return new;
end
$function$;
comment on function public.stamp_lead is
  'Trigger: gives a new analysis the local day and hour of its call. A call that does not exist is refused by the foreign key or by NOT NULL.';
revoke all on function public.stamp_lead from public;
alter function public.stamp_lead owner to app_definer;
--! EndIncluded analytics/public.stamp_lead.sql
--! Included analytics/public.restamp_leads.sql
-- When calls are filed under another day or hour, their leads go with them, in the same transaction.
create or replace function public.restamp_leads()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_calls uuid[];
begin
  select array_agg(n.id)
  into v_calls
  from new_rows n
  join old_rows o on o.id = n.id
  where (n.local_date, n.local_hour) <> (o.local_date, o.local_hour);
  if v_calls is null then
    return null;
  end if;

  with locked as materialized (
    select l.id, c.local_date, c.local_hour
    from public.lead_analytics l
    join public.calls c on c.id = l.call_id
    where l.call_id = any (v_calls)
    order by l.id
    for no key update of l
  )
  update public.lead_analytics l
  set local_date = k.local_date, local_hour = k.local_hour, updated_at = now()
  from locked k
  where l.id = k.id;
  return null;
end
$function$;
comment on function public.restamp_leads is
  'Trigger: files the analyses of re-stamped calls under the new day and hour.';
revoke all on function public.restamp_leads from public;
alter function public.restamp_leads owner to app_definer;
--! EndIncluded analytics/public.restamp_leads.sql
--! Included leads/public.lead_analytics.triggers.sql
-- Everything that an analysis sets off.
create or replace trigger _100_stamp_lead
  before insert on public.lead_analytics
  for each row execute function public.stamp_lead();
comment on trigger _100_stamp_lead on public.lead_analytics is 'A lead is filed under the day and hour of its call.';

create or replace trigger trg_leads_daily_analytics
  after update on public.lead_analytics
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_agent_scores_from_lead_analytics();
comment on trigger trg_leads_daily_analytics on public.lead_analytics is 'Changed scores and qualifications reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.roll_up_leads_on_insert();
comment on trigger trg_leads_daily_analytics_on_insert on public.lead_analytics is 'New analyses reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_delete
  after delete on public.lead_analytics
  referencing old table as old_rows
  for each statement execute function public.roll_up_leads_on_delete();
comment on trigger trg_leads_daily_analytics_on_delete on public.lead_analytics is 'Deleted analyses leave the rollups.';
--! EndIncluded leads/public.lead_analytics.triggers.sql
--! Included integrity/public.invariant_16_rollups_match.sql
-- Every cell of agent_analytics, hours and days, against the calls and analyses counted anew. A missing row counts as zeros.
create or replace view public.invariant_16_rollups_match with (security_barrier = true) as
with counted as materialized (
  select c.*
  from public.count_agent_analytics(array(select g.id from public.agents g), '-infinity', 'infinity') c
),
keys as (
  select c.agent_id, c.date, c.hour from counted c
  union
  select a.agent_id, a.date, a.hour from public.agent_analytics a
)
select
  'agent_analytics' as object,
  format('%s %s %s', k.agent_id, k.date, coalesce(k.hour::text, 'day')) as key,
  x.cell || ': ' || coalesce(x.written, 'no row') || ' instead of ' || x.counted as detail
from keys k
left join counted c on c.agent_id = k.agent_id and c.date = k.date and c.hour is not distinct from k.hour
left join public.agent_analytics a on a.agent_id = k.agent_id and a.date = k.date and a.hour is not distinct from k.hour
cross join lateral (
  values
    ('total_calls', a.total_calls::text, coalesce(c.total_calls, 0)::text, coalesce(a.total_calls, 0) = coalesce(c.total_calls, 0)),
    ('successful_calls', a.successful_calls::text, coalesce(c.successful_calls, 0)::text, coalesce(a.successful_calls, 0) = coalesce(c.successful_calls, 0)),
    ('failed_calls', a.failed_calls::text, coalesce(c.failed_calls, 0)::text, coalesce(a.failed_calls, 0) = coalesce(c.failed_calls, 0)),
    ('answered_calls', a.answered_calls::text, coalesce(c.answered_calls, 0)::text, coalesce(a.answered_calls, 0) = coalesce(c.answered_calls, 0)),
    ('total_duration_seconds', a.total_duration_seconds::text, coalesce(c.total_duration_seconds, 0)::text, coalesce(a.total_duration_seconds, 0) = coalesce(c.total_duration_seconds, 0)),
    ('credits_used', a.credits_used::text, coalesce(c.credits_used, 0)::text, coalesce(a.credits_used, 0) = coalesce(c.credits_used, 0)),
    ('leads_generated', a.leads_generated::text, coalesce(c.leads_generated, 0)::text, coalesce(a.leads_generated, 0) = coalesce(c.leads_generated, 0)),
    ('qualified_leads', a.qualified_leads::text, coalesce(c.qualified_leads, 0)::text, coalesce(a.qualified_leads, 0) = coalesce(c.qualified_leads, 0)),
    ('engagement_score_sum', a.engagement_score_sum::text, coalesce(c.engagement_score_sum, 0)::text, coalesce(a.engagement_score_sum, 0) = coalesce(c.engagement_score_sum, 0)),
    ('engagement_score_count', a.engagement_score_count::text, coalesce(c.engagement_score_count, 0)::text, coalesce(a.engagement_score_count, 0) = coalesce(c.engagement_score_count, 0)),
    ('intent_score_sum', a.intent_score_sum::text, coalesce(c.intent_score_sum, 0)::text, coalesce(a.intent_score_sum, 0) = coalesce(c.intent_score_sum, 0)),
    ('intent_score_count', a.intent_score_count::text, coalesce(c.intent_score_count, 0)::text, coalesce(a.intent_score_count, 0) = coalesce(c.intent_score_count, 0)),
    ('urgency_score_sum', a.urgency_score_sum::text, coalesce(c.urgency_score_sum, 0)::text, coalesce(a.urgency_score_sum, 0) = coalesce(c.urgency_score_sum, 0)),
    ('urgency_score_count', a.urgency_score_count::text, coalesce(c.urgency_score_count, 0)::text, coalesce(a.urgency_score_count, 0) = coalesce(c.urgency_score_count, 0)),
    ('budget_score_sum', a.budget_score_sum::text, coalesce(c.budget_score_sum, 0)::text, coalesce(a.budget_score_sum, 0) = coalesce(c.budget_score_sum, 0)),
    ('budget_score_count', a.budget_score_count::text, coalesce(c.budget_score_count, 0)::text, coalesce(a.budget_score_count, 0) = coalesce(c.budget_score_count, 0)),
    ('fit_score_sum', a.fit_score_sum::text, coalesce(c.fit_score_sum, 0)::text, coalesce(a.fit_score_sum, 0) = coalesce(c.fit_score_sum, 0)),
    ('fit_score_count', a.fit_score_count::text, coalesce(c.fit_score_count, 0)::text, coalesce(a.fit_score_count, 0) = coalesce(c.fit_score_count, 0)),
    ('total_score_sum', a.total_score_sum::text, coalesce(c.total_score_sum, 0)::text, coalesce(a.total_score_sum, 0) = coalesce(c.total_score_sum, 0)),
    ('total_score_count', a.total_score_count::text, coalesce(c.total_score_count, 0)::text, coalesce(a.total_score_count, 0) = coalesce(c.total_score_count, 0)),
    ('cta_pricing_clicks', a.cta_pricing_clicks::text, coalesce(c.cta_pricing_clicks, 0)::text, coalesce(a.cta_pricing_clicks, 0) = coalesce(c.cta_pricing_clicks, 0)),
    ('cta_demo_clicks', a.cta_demo_clicks::text, coalesce(c.cta_demo_clicks, 0)::text, coalesce(a.cta_demo_clicks, 0) = coalesce(c.cta_demo_clicks, 0)),
    ('cta_followup_clicks', a.cta_followup_clicks::text, coalesce(c.cta_followup_clicks, 0)::text, coalesce(a.cta_followup_clicks, 0) = coalesce(c.cta_followup_clicks, 0)),
    ('cta_sample_clicks', a.cta_sample_clicks::text, coalesce(c.cta_sample_clicks, 0)::text, coalesce(a.cta_sample_clicks, 0) = coalesce(c.cta_sample_clicks, 0)),
    ('cta_human_escalations', a.cta_human_escalations::text, coalesce(c.cta_human_escalations, 0)::text, coalesce(a.cta_human_escalations, 0) = coalesce(c.cta_human_escalations, 0)),
    ('cta_calls', a.cta_calls::text, coalesce(c.cta_calls, 0)::text, coalesce(a.cta_calls, 0) = coalesce(c.cta_calls, 0))
) as x (cell, written, counted, is_right)
where not x.is_right;

comment on view public.invariant_16_rollups_match is 'Cells of agent_analytics, hours and days, that differ from a recount of calls and analyses. Must be empty.';
comment on column public.invariant_16_rollups_match.object is 'The table at fault.';
comment on column public.invariant_16_rollups_match.key is 'Agent, local day, and hour or the word day.';
comment on column public.invariant_16_rollups_match.detail is 'The cell, what is written and what is right.';
revoke all on public.invariant_16_rollups_match from public;
alter view public.invariant_16_rollups_match owner to app_definer;
--! EndIncluded integrity/public.invariant_16_rollups_match.sql
--! Included integrity/public.invariant_17_rollups_add_up.sql
-- The hours of an agent add up to its day, and the days of a tenant's agents to the tenant's day.
create or replace view public.invariant_17_rollups_add_up with (security_barrier = true) as
select
  'agent_analytics' as object,
  format('%s %s', a.agent_id, a.date) as key,
  format('day: %s calls, %s s, %s credits, %s leads; hours: %s, %s, %s, %s',
    sum(a.total_calls) filter (where a.hour is null), sum(a.total_duration_seconds) filter (where a.hour is null),
    sum(a.credits_used) filter (where a.hour is null), sum(a.leads_generated) filter (where a.hour is null),
    sum(a.total_calls) filter (where a.hour is not null), sum(a.total_duration_seconds) filter (where a.hour is not null),
    sum(a.credits_used) filter (where a.hour is not null), sum(a.leads_generated) filter (where a.hour is not null)
  ) as detail
from public.agent_analytics a
group by a.agent_id, a.date
having (
    coalesce(sum(a.total_calls) filter (where a.hour is null), 0),
    coalesce(sum(a.total_duration_seconds) filter (where a.hour is null), 0),
    coalesce(sum(a.credits_used) filter (where a.hour is null), 0),
    coalesce(sum(a.leads_generated) filter (where a.hour is null), 0)
  ) is distinct from (
    coalesce(sum(a.total_calls) filter (where a.hour is not null), 0),
    coalesce(sum(a.total_duration_seconds) filter (where a.hour is not null), 0),
    coalesce(sum(a.credits_used) filter (where a.hour is not null), 0),
    coalesce(sum(a.leads_generated) filter (where a.hour is not null), 0)
  )
union all
select
  'user_analytics',
  format('%s %s', coalesce(u.user_id, s.user_id), coalesce(u.date, s.date)),
  format('written: %s calls, %s successful, %s agents, %s leads, %s qualified, %s credits; agents: %s, %s, %s, %s, %s, %s',
    u.total_calls, u.successful_calls, u.total_agents, u.total_leads, u.qualified_leads, u.credits_used,
    s.calls, s.successful, s.agents, s.leads, s.qualified, s.credits)
from public.user_analytics u
full join (
  select
    a.user_id,
    a.date,
    sum(a.total_calls) as calls,
    sum(a.successful_calls) as successful,
    count(*) filter (where a.total_calls > 0) as agents,
    sum(a.leads_generated) as leads,
    sum(a.qualified_leads) as qualified,
    sum(a.credits_used) as credits
  from public.agent_analytics a
  where a.hour is null
  group by a.user_id, a.date
) s on s.user_id = u.user_id and s.date = u.date
where (
    coalesce(u.total_calls, 0), coalesce(u.successful_calls, 0), coalesce(u.total_agents, 0),
    coalesce(u.total_leads, 0), coalesce(u.qualified_leads, 0), coalesce(u.credits_used, 0)
  ) <> (
    coalesce(s.calls, 0), coalesce(s.successful, 0), coalesce(s.agents, 0),
    coalesce(s.leads, 0), coalesce(s.qualified, 0), coalesce(s.credits, 0)
  );

comment on view public.invariant_17_rollups_add_up is 'Days of agents that are not the sum of their hours, and days of tenants that are not the sum of their agents. Must be empty.';
comment on column public.invariant_17_rollups_add_up.object is 'The table at fault.';
comment on column public.invariant_17_rollups_add_up.key is 'Agent or tenant, and local day.';
comment on column public.invariant_17_rollups_add_up.detail is 'Both sides.';
revoke all on public.invariant_17_rollups_add_up from public;
alter view public.invariant_17_rollups_add_up owner to app_definer;
--! EndIncluded integrity/public.invariant_17_rollups_add_up.sql
--! Included integrity/public.invariant_19_stamps_are_local.sql
-- A call is filed under the day and hour at which it began in its tenant's zone, and its analysis with it. While a change of zone is
-- being worked off there are rows here.
create or replace view public.invariant_19_stamps_are_local with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('filed under %s %s, began at %s in %s', c.local_date, c.local_hour, c.created_at, z.zone) as detail
from public.users u
cross join lateral (select public.get_user_timezone(u.id) as zone) z
join public.calls c on c.user_id = u.id
where (c.local_date, c.local_hour)
  <> ((c.created_at at time zone z.zone)::date, extract(hour from c.created_at at time zone z.zone))
union all
select 'lead_analytics', l.id::text, format('filed under %s %s, its call under %s %s', l.local_date, l.local_hour, c.local_date, c.local_hour)
from public.lead_analytics l
join public.calls c on c.id = l.call_id
where (l.local_date, l.local_hour) <> (c.local_date, c.local_hour);

comment on view public.invariant_19_stamps_are_local is 'Calls and analyses that are filed under another local day or hour than the zone of their tenant says. Must be empty unless a change of zone is being worked off.';
comment on column public.invariant_19_stamps_are_local.object is 'The table at fault.';
comment on column public.invariant_19_stamps_are_local.key is 'Key of the row at fault.';
comment on column public.invariant_19_stamps_are_local.detail is 'Where it is and where it belongs.';
revoke all on public.invariant_19_stamps_are_local from public;
alter view public.invariant_19_stamps_are_local owner to app_definer;
--! EndIncluded integrity/public.invariant_19_stamps_are_local.sql

--! split: 81-kpi.sql
-- The summary of tenants' days, stored, and never stale to its readers.
--! Included analytics/public.user_kpi_daily.sql
-- The definition of a tenant's day, computed from the rollups at this moment. The materialized summary and the live view both are this.
create or replace view public.user_kpi_daily with (security_barrier = true) as
select
  u.user_id,
  u.date,
  u.total_calls,
  case when u.total_calls > 0 then round(100.0 * u.successful_calls / u.total_calls, 2) else 0 end::numeric(5,2) as success_rate,
  case when u.total_leads > 0 then round(100.0 * u.qualified_leads / u.total_leads, 2) else 0 end::numeric(5,2) as conversion_rate,
  coalesce(round(s.points / nullif(s.scored, 0), 2), 0)::numeric(5,2) as avg_scores,
  u.qualified_leads,
  u.credits_used
from public.user_analytics u
cross join lateral (
  select sum(a.total_score_sum) as points, sum(a.total_score_count) as scored
  from public.agent_analytics a
  where a.user_id = u.user_id and a.date = u.date and a.hour is null
) s;

comment on view public.user_kpi_daily is 'One row per tenant and local day with calls: its figures, computed from user_analytics and agent_analytics.';
comment on column public.user_kpi_daily.user_id is 'The tenant.';
comment on column public.user_kpi_daily.date is 'Local day of the tenant.';
comment on column public.user_kpi_daily.total_calls is 'Calls of the day.';
comment on column public.user_kpi_daily.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_daily.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_daily.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_daily.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_daily.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_daily from public;
alter view public.user_kpi_daily owner to app_definer;
--! EndIncluded analytics/public.user_kpi_daily.sql
drop materialized view if exists public.user_kpi_summary cascade;
create materialized view public.user_kpi_summary as
select d.user_id, d.date, d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used
from public.user_kpi_daily d;
create unique index user_kpi_summary_user_date_key on public.user_kpi_summary (user_id, date);
create index idx_user_kpi_summary_date on public.user_kpi_summary (date);
create index idx_user_kpi_summary_performance on public.user_kpi_summary (user_id, success_rate desc, conversion_rate desc);
alter materialized view public.user_kpi_summary owner to app_definer;
--! Included analytics/public.user_kpi_summary.sql
-- Stored figures of tenants' days. A row may be old: then its pair is in kpi_notes, and user_kpi_live computes it. So nobody reads the
-- summary itself.
comment on materialized view public.user_kpi_summary is 'One row per tenant and local day as of the last refresh; read it through user_kpi_live.';
comment on column public.user_kpi_summary.user_id is 'The tenant.';
comment on column public.user_kpi_summary.date is 'Local day of the tenant.';
comment on column public.user_kpi_summary.total_calls is 'Calls of the day.';
comment on column public.user_kpi_summary.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_summary.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_summary.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_summary.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_summary.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_summary from public;
--! EndIncluded analytics/public.user_kpi_summary.sql
--! Included analytics/public.user_kpi_live.sql
-- The summary that is never stale: stored rows whose pair is not noted, and the noted pairs computed anew. All of it in one
-- statement sees one snapshot, and the note of a change commits with the change.
create or replace view public.user_kpi_live with (security_barrier = true) as
select m.user_id, m.date, m.total_calls, m.success_rate, m.conversion_rate, m.avg_scores, m.qualified_leads, m.credits_used
from public.user_kpi_summary m
where not exists (select from public.kpi_notes n where n.user_id = m.user_id and n.date = m.date)
union all
select d.user_id, d.date, d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used
from public.user_kpi_daily d
where exists (select from public.kpi_notes n where n.user_id = d.user_id and n.date = d.date);

comment on view public.user_kpi_live is 'One row per tenant and local day with calls: the figures as of now, whenever the summary was refreshed.';
comment on column public.user_kpi_live.user_id is 'The tenant.';
comment on column public.user_kpi_live.date is 'Local day of the tenant.';
comment on column public.user_kpi_live.total_calls is 'Calls of the day.';
comment on column public.user_kpi_live.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_live.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_live.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_live.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_live.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_live from public;
alter view public.user_kpi_live owner to app_definer;
--! EndIncluded analytics/public.user_kpi_live.sql
--! Included analytics/public.note_changed_kpi.sql
-- Notes the days of tenants whose figures are changing, always, also when there is a note already: the refresh may be deleting that
-- one right now, without having seen this change.
create or replace function public.note_changed_kpi()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct n.user_id, n.date
  from new_rows n
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_changed_kpi is
  'Trigger of agent_analytics and user_analytics: notes the days whose summary is old now.';
revoke all on function public.note_changed_kpi from public;
alter function public.note_changed_kpi owner to app_definer;
--! EndIncluded analytics/public.note_changed_kpi.sql
--! Included analytics/public.note_deleted_kpi.sql
-- See note_changed_kpi. A tenant that is being deleted needs no note.
create or replace function public.note_deleted_kpi()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct o.user_id, o.date
  from old_rows o
  join public.users u on u.id = o.user_id
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_deleted_kpi is
  'Trigger of agent_analytics and user_analytics: notes the days whose summary is old now.';
revoke all on function public.note_deleted_kpi from public;
alter function public.note_deleted_kpi owner to app_definer;
--! EndIncluded analytics/public.note_deleted_kpi.sql
--! Included analytics/public.note_kpi_of_calls.sql
-- See note_changed_kpi. What calls change reaches the figures by way of the rollups, which note their own days; this note is for what may
-- be computed from calls themselves one day, and costs one row.
create or replace function public.note_kpi_of_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct n.user_id, n.local_date
  from new_rows n
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_kpi_of_calls is
  'Trigger of calls: notes the days of written calls.';
revoke all on function public.note_kpi_of_calls from public;
alter function public.note_kpi_of_calls owner to app_definer;
--! EndIncluded analytics/public.note_kpi_of_calls.sql
--! Included analytics/public.note_kpi_of_deleted_calls.sql
-- See note_kpi_of_calls. A tenant that is being deleted needs no note.
create or replace function public.note_kpi_of_deleted_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct o.user_id, o.local_date
  from old_rows o
  join public.users u on u.id = o.user_id
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_kpi_of_deleted_calls is
  'Trigger of calls: notes the days of deleted calls.';
revoke all on function public.note_kpi_of_deleted_calls from public;
alter function public.note_kpi_of_deleted_calls owner to app_definer;
--! EndIncluded analytics/public.note_kpi_of_deleted_calls.sql
--! Included analytics/public.refresh_user_kpi_summary.sql
-- First the notes are deleted, then the summary is refreshed, in one transaction: what the deletion saw, the later snapshot of the
-- refresh contains, and what it did not see stays noted. The other way round a change between the two would be forgotten.
-- CONCURRENTLY, because the plain refresh locks readers out and shows them an empty table.
-- READ COMMITTED is demanded: under a fixed snapshot the refresh would not be later than the deletion.
create or replace function public.refresh_user_kpi_summary()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise sqlstate 'VC500' using
      message = 'refresh_needs_read_committed',
      hint = 'The refresh has to run in its own transaction at isolation level read committed.';
  end if;
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update;
  delete from public.kpi_notes;
  refresh materialized view concurrently public.user_kpi_summary;
end
$function$;
comment on function public.refresh_user_kpi_summary is
  'Brings user_kpi_summary up to date; readers wait for nothing. Called by scheduled_refresh_user_kpi_summary and by hand. Raises refresh_needs_read_committed.';
revoke all on function public.refresh_user_kpi_summary from public;
grant execute on function public.refresh_user_kpi_summary to app_worker;
alter function public.refresh_user_kpi_summary owner to app_definer;
--! EndIncluded analytics/public.refresh_user_kpi_summary.sql
--! Included analytics/public.scheduled_refresh_user_kpi_summary.sql
-- Coalesced: nothing to do without notes, and nothing while another refresh runs, which the next run makes up for.
create or replace function public.scheduled_refresh_user_kpi_summary()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from public.kpi_notes) then
    return;
  end if;
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update skip locked;
  if found then
    perform public.refresh_user_kpi_summary();
  end if;
end
$function$;
comment on function public.scheduled_refresh_user_kpi_summary is
  'Refreshes user_kpi_summary when anything is noted and nobody else is at it. Scheduled every hour.';
revoke all on function public.scheduled_refresh_user_kpi_summary from public;
grant execute on function public.scheduled_refresh_user_kpi_summary to app_worker;
alter function public.scheduled_refresh_user_kpi_summary owner to app_definer;
--! EndIncluded analytics/public.scheduled_refresh_user_kpi_summary.sql
--! Included analytics/public.refresh_user_kpi_summary_for_user.sql
-- A materialized view cannot be refreshed in part. Noting all days of the tenant makes its figures exact for every reader at once; the
-- hourly refresh stores them.
create or replace function public.refresh_user_kpi_summary_for_user(p_user_id uuid)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select a.user_id, a.date
  from public.user_analytics a
  where a.user_id = p_user_id
  order by a.date;
end
$function$;
comment on function public.refresh_user_kpi_summary_for_user is
  'Has every reader compute the days of one tenant anew until the next refresh. Called by hand.';
revoke all on function public.refresh_user_kpi_summary_for_user from public;
grant execute on function public.refresh_user_kpi_summary_for_user to app_worker;
alter function public.refresh_user_kpi_summary_for_user owner to app_definer;
--! EndIncluded analytics/public.refresh_user_kpi_summary_for_user.sql
--! Included analytics/public.agent_analytics.triggers.sql
-- The days of tenants follow those of their agents, and the summary's stored days become old.
create or replace trigger trg_user_daily_rollup
  after update on public.agent_analytics
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.roll_up_agent_days();
comment on trigger trg_user_daily_rollup on public.agent_analytics is 'The difference of an agent''s day is that of its tenant''s day.';

create or replace trigger trg_user_daily_rollup_on_insert
  after insert on public.agent_analytics
  referencing new table as new_rows
  for each statement execute function public.roll_up_agent_days_on_insert();
comment on trigger trg_user_daily_rollup_on_insert on public.agent_analytics is 'A new day of an agent counts at its tenant.';

create or replace trigger trg_user_daily_rollup_on_delete
  after delete on public.agent_analytics
  referencing old table as old_rows
  for each statement execute function public.roll_up_agent_days_on_delete();
comment on trigger trg_user_daily_rollup_on_delete on public.agent_analytics is 'A deleted day of an agent no longer counts at its tenant.';

create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.agent_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary on public.agent_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.agent_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.agent_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.agent_analytics
  referencing old table as old_rows
  for each statement execute function public.note_deleted_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.agent_analytics is 'The stored summary of the day is old now.';
--! EndIncluded analytics/public.agent_analytics.triggers.sql
--! Included analytics/public.user_analytics.triggers.sql
-- The summary's stored days become old.
create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.user_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary on public.user_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.user_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.user_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.user_analytics
  referencing old table as old_rows
  for each statement execute function public.note_deleted_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.user_analytics is 'The stored summary of the day is old now.';
--! EndIncluded analytics/public.user_analytics.triggers.sql
--! Included calls/public.calls.triggers.sql
-- Everything that a write to calls sets off, in firing order, which is the lock order: attempts and items, wallets,
-- contacts, leads, slots, rollups, campaigns, then inserts. A webhook only raises the status and may free the slot; queue,
-- money, counters and completion act when confirmed_at is set.
create or replace trigger update_calls_updated_at
  before update on public.calls
  for each row execute function public.update_updated_at_column();
comment on trigger update_calls_updated_at on public.calls is 'Keeps updated_at.';

create or replace trigger _510_settle_queue_items
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_queue_items();
comment on trigger _510_settle_queue_items on public.calls is 'A confirmed end closes the attempt and ends the person''s item or schedules a retry.';

create or replace trigger _520_settle_credits
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_credits();
comment on trigger _520_settle_credits on public.calls is 'A confirmed end releases the hold and charges the price.';

create or replace trigger _530_count_call_outcomes
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.count_call_outcomes();
comment on trigger _530_count_call_outcomes on public.calls is 'A confirmed end is counted at its contact.';

create or replace trigger _530_count_call_outcomes_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.count_call_outcomes_on_insert();
comment on trigger _530_count_call_outcomes_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their contacts.';

create or replace trigger _530_count_call_outcomes_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.count_call_outcomes_on_delete();
comment on trigger _530_count_call_outcomes_on_delete on public.calls is 'Deleted calls are taken out of the counters of their contacts.';

create or replace trigger _540_restamp_leads
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_leads();
comment on trigger _540_restamp_leads on public.calls is 'Leads are filed under the day and hour of their call.';

create or replace trigger cleanup_active_calls_on_status_change
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.cleanup_active_calls_on_status_change();
comment on trigger cleanup_active_calls_on_status_change on public.calls is 'A free line frees its slot, on the hint of a webhook already.';

create or replace trigger trg_calls_daily_analytics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.roll_up_calls();
comment on trigger trg_calls_daily_analytics on public.calls is 'What a call counts now, less what it counted, reaches the rollups.';

create or replace trigger trg_calls_daily_analytics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.roll_up_calls_on_insert();
comment on trigger trg_calls_daily_analytics_on_insert on public.calls is 'New calls reach the rollups.';

create or replace trigger trg_calls_daily_analytics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.roll_up_calls_on_delete();
comment on trigger trg_calls_daily_analytics_on_delete on public.calls is 'Deleted calls leave the rollups.';

create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.note_kpi_of_deleted_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.calls is 'The stored summary of the day is old now.';

create or replace trigger update_campaign_statistics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_campaign_statistics();
comment on trigger update_campaign_statistics on public.calls is 'A confirmed end is counted at its campaign, which may be finished by it.';

create or replace trigger update_campaign_statistics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.update_campaign_statistics_on_insert();
comment on trigger update_campaign_statistics_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their campaigns.';

create or replace trigger update_campaign_statistics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.update_campaign_statistics_on_delete();
comment on trigger update_campaign_statistics_on_delete on public.calls is 'Deleted calls are taken out of the counters of their campaigns.';

create or replace trigger z_800_store_transcripts
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.store_transcripts();
comment on trigger z_800_store_transcripts on public.calls is 'Keeps the text of calls in transcripts.';

create or replace trigger z_900_publish
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.publish_call_changes();
comment on trigger z_900_publish on public.calls is 'Open tabs learn which calls have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.publish_new_calls();
comment on trigger z_900_publish_on_insert on public.calls is 'Open tabs learn of new calls.';
--! EndIncluded calls/public.calls.triggers.sql
--! Included integrity/public.invariant_18_kpi_is_live.sql
-- The live figures are those computed from the rollups, and a stored row that is not is noted.
create or replace view public.invariant_18_kpi_is_live with (security_barrier = true) as
select
  'user_kpi_live' as object,
  format('%s %s', coalesce(d.user_id, v.user_id), coalesce(d.date, v.date)) as key,
  format('shows %s instead of %s', coalesce(v::text, 'nothing'), coalesce(d::text, 'nothing')) as detail
from public.user_kpi_daily d
full join public.user_kpi_live v on v.user_id = d.user_id and v.date = d.date
where (d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used)
  is distinct from (v.total_calls, v.success_rate, v.conversion_rate, v.avg_scores, v.qualified_leads, v.credits_used);

comment on view public.invariant_18_kpi_is_live is 'Days of tenants whose live figures differ from those computed from the rollups. Must be empty.';
comment on column public.invariant_18_kpi_is_live.object is 'The view at fault.';
comment on column public.invariant_18_kpi_is_live.key is 'Tenant and local day.';
comment on column public.invariant_18_kpi_is_live.detail is 'What is shown and what is right.';
revoke all on public.invariant_18_kpi_is_live from public;
alter view public.invariant_18_kpi_is_live owner to app_definer;
--! EndIncluded integrity/public.invariant_18_kpi_is_live.sql

--! split: 82-views.sql
-- The views of the reference.
--! Included analytics/public.user_stats.sql
-- A tenant at a glance, from the days of user_analytics, so that it costs days and not calls.
create or replace view public.user_stats with (security_invoker = true) as
select
  u.id as user_id,
  coalesce(d.calls, 0) as total_calls,
  coalesce(d.successful, 0) as successful_calls,
  coalesce(d.leads, 0) as total_leads,
  coalesce(d.qualified, 0) as qualified_leads,
  (select count(*) from public.agents g where g.user_id = u.id) as total_agents,
  (select count(*) from public.agents g where g.user_id = u.id and g.is_active) as active_agents,
  coalesce(d.credits, 0) as credits_used,
  d.first_day,
  d.last_day
from public.users u
left join lateral (
  select
    sum(a.total_calls) as calls,
    sum(a.successful_calls) as successful,
    sum(a.total_leads) as leads,
    sum(a.qualified_leads) as qualified,
    sum(a.credits_used) as credits,
    min(a.date) filter (where a.total_calls > 0) as first_day,
    max(a.date) filter (where a.total_calls > 0) as last_day
  from public.user_analytics a
  where a.user_id = u.id
) d on true;

comment on view public.user_stats is 'One row per tenant: what it has done so far. Zeros when it has done nothing.';
comment on column public.user_stats.user_id is 'The tenant.';
comment on column public.user_stats.total_calls is 'Calls ever.';
comment on column public.user_stats.successful_calls is 'Calls completed.';
comment on column public.user_stats.total_leads is 'Calls with an analysis.';
comment on column public.user_stats.qualified_leads is 'Leads that are qualified.';
comment on column public.user_stats.total_agents is 'Agents, also those switched off.';
comment on column public.user_stats.active_agents is 'Agents that are switched on.';
comment on column public.user_stats.credits_used is 'Whole credits charged.';
comment on column public.user_stats.first_day is 'Local day of the first call; null without calls.';
comment on column public.user_stats.last_day is 'Local day of the latest call; null without calls.';
revoke all on public.user_stats from public;
grant select on public.user_stats to app_user, app_definer;
--! EndIncluded analytics/public.user_stats.sql
--! Included analytics/public.user_performance_summary.sql
-- How well a tenant does over all its days, from the sums beneath the rollups: a mean of daily means would be wrong.
create or replace view public.user_performance_summary with (security_invoker = true) as
select
  u.id as user_id,
  coalesce(d.calls, 0) as total_calls,
  round(100.0 * d.successful / nullif(d.calls, 0), 2) as success_rate,
  round(100.0 * d.answered / nullif(d.calls, 0), 2) as answer_rate,
  round(100.0 * d.qualified / nullif(d.leads, 0), 2) as conversion_rate,
  round(d.engagement / nullif(d.engagement_n, 0), 2) as avg_engagement_score,
  round(d.intent / nullif(d.intent_n, 0), 2) as avg_intent_score,
  round(d.urgency / nullif(d.urgency_n, 0), 2) as avg_urgency_score,
  round(d.budget / nullif(d.budget_n, 0), 2) as avg_budget_score,
  round(d.fit / nullif(d.fit_n, 0), 2) as avg_fit_score,
  round(d.total / nullif(d.total_n, 0), 2) as avg_total_score,
  round(d.credits::numeric / nullif(d.leads, 0), 2) as cost_per_lead
from public.users u
left join lateral (
  select
    sum(a.total_calls) as calls,
    sum(a.successful_calls) as successful,
    sum(a.answered_calls) as answered,
    sum(a.leads_generated) as leads,
    sum(a.qualified_leads) as qualified,
    sum(a.credits_used) as credits,
    sum(a.engagement_score_sum) as engagement, sum(a.engagement_score_count) as engagement_n,
    sum(a.intent_score_sum) as intent, sum(a.intent_score_count) as intent_n,
    sum(a.urgency_score_sum) as urgency, sum(a.urgency_score_count) as urgency_n,
    sum(a.budget_score_sum) as budget, sum(a.budget_score_count) as budget_n,
    sum(a.fit_score_sum) as fit, sum(a.fit_score_count) as fit_n,
    sum(a.total_score_sum) as total, sum(a.total_score_count) as total_n
  from public.agent_analytics a
  where a.user_id = u.id and a.hour is null
) d on true;

comment on view public.user_performance_summary is 'One row per tenant: rates and mean scores over all its calls. Null where there is nothing to divide by.';
comment on column public.user_performance_summary.user_id is 'The tenant.';
comment on column public.user_performance_summary.total_calls is 'Calls ever.';
comment on column public.user_performance_summary.success_rate is 'Percent of calls completed, 0 to 100; null without calls.';
comment on column public.user_performance_summary.answer_rate is 'Percent of calls answered, 0 to 100; null without calls.';
comment on column public.user_performance_summary.conversion_rate is 'Percent of leads that are qualified, 0 to 100; null without leads.';
comment on column public.user_performance_summary.avg_engagement_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_intent_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_urgency_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_budget_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_fit_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_total_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.cost_per_lead is 'Whole credits per lead, two decimals; null without leads.';
revoke all on public.user_performance_summary from public;
grant select on public.user_performance_summary to app_user, app_definer;
--! EndIncluded analytics/public.user_performance_summary.sql
--! Included analytics/public.call_source_analytics.sql
-- Where calls come from. Counted from the calls: no rollup knows the source.
create or replace view public.call_source_analytics with (security_invoker = true) as
select
  c.user_id,
  coalesce(c.call_source, 'unknown') as call_source,
  count(*) as total_calls,
  count(*) filter (where c.status = 'completed') as successful_calls,
  round(100.0 * count(*) filter (where c.status = 'completed') / count(*), 2) as success_rate,
  coalesce(sum(c.duration_seconds), 0) as total_duration_seconds,
  count(l.id) as leads,
  count(l.id) filter (where l.qualification_status = 'qualified') as qualified_leads,
  max(c.created_at) as last_call_at
from public.calls c
left join public.lead_analytics l on l.call_id = c.id
group by c.user_id, coalesce(c.call_source, 'unknown');

comment on view public.call_source_analytics is 'One row per tenant and source that has calls.';
comment on column public.call_source_analytics.user_id is 'The tenant.';
comment on column public.call_source_analytics.call_source is 'phone, internet or unknown.';
comment on column public.call_source_analytics.total_calls is 'Calls.';
comment on column public.call_source_analytics.successful_calls is 'Calls completed.';
comment on column public.call_source_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.call_source_analytics.total_duration_seconds is 'Talk. Unit: seconds.';
comment on column public.call_source_analytics.leads is 'Calls with an analysis.';
comment on column public.call_source_analytics.qualified_leads is 'Leads that are qualified.';
comment on column public.call_source_analytics.last_call_at is 'When the latest of them began.';
revoke all on public.call_source_analytics from public;
grant select on public.call_source_analytics to app_user, app_definer;
--! EndIncluded analytics/public.call_source_analytics.sql
--! Included dialing/public.user_concurrency_status.sql
-- Lines in use now, one row per kind. Slots are the truth that the claim counts.
create or replace view public.user_concurrency_status with (security_invoker = true) as
select a.user_id, a.call_type, count(*) as active_calls, min(a.started_at) as oldest_started_at
from public.active_calls a
group by a.user_id, a.call_type;

comment on view public.user_concurrency_status is 'One row per tenant and kind of call that has a line in use now.';
comment on column public.user_concurrency_status.user_id is 'The tenant.';
comment on column public.user_concurrency_status.call_type is 'direct or campaign.';
comment on column public.user_concurrency_status.active_calls is 'Lines in use.';
comment on column public.user_concurrency_status.oldest_started_at is 'When the oldest of them was taken.';
revoke all on public.user_concurrency_status from public;
grant select on public.user_concurrency_status to app_user, app_definer;
--! EndIncluded dialing/public.user_concurrency_status.sql
--! Included dialing/public.system_concurrency_overview.sql
-- The load of the whole platform beside its limit: not for tenants.
create or replace view public.system_concurrency_overview with (security_barrier = true) as
select
  count(*) filter (where a.call_type = 'direct') as direct_calls,
  count(*) filter (where a.call_type = 'campaign') as campaign_calls,
  count(*) as total_calls,
  count(distinct a.user_id) as active_users,
  public.setting('dial.system_max_concurrent') as system_limit
from public.active_calls a;

comment on view public.system_concurrency_overview is 'One row: lines in use on the whole platform.';
comment on column public.system_concurrency_overview.direct_calls is 'Lines used by direct calls.';
comment on column public.system_concurrency_overview.campaign_calls is 'Lines used by campaigns.';
comment on column public.system_concurrency_overview.total_calls is 'Lines in use.';
comment on column public.system_concurrency_overview.active_users is 'Tenants with a line in use.';
comment on column public.system_concurrency_overview.system_limit is 'Lines that may be in use at once.';
revoke all on public.system_concurrency_overview from public;
alter view public.system_concurrency_overview owner to app_definer;
--! EndIncluded dialing/public.system_concurrency_overview.sql
--! Included dialing/public.queue_status_by_type.sql
-- The health of a queue: how much of what, and how old the oldest that may be dialed is.
create or replace view public.queue_status_by_type with (security_invoker = true) as
select
  q.user_id,
  q.call_type,
  q.status,
  count(*) as items,
  count(*) filter (where q.status = 'pending' and q.due) as due_items,
  min(q.created_at) as oldest_created_at,
  min(q.scheduled_for) filter (where q.status = 'pending' and not q.due) as next_scheduled_for
from public.call_queue q
group by q.user_id, q.call_type, q.status;

comment on view public.queue_status_by_type is 'One row per tenant, kind of call and status that has items.';
comment on column public.queue_status_by_type.user_id is 'The tenant.';
comment on column public.queue_status_by_type.call_type is 'direct or campaign.';
comment on column public.queue_status_by_type.status is 'Status of the items.';
comment on column public.queue_status_by_type.items is 'Queue items.';
comment on column public.queue_status_by_type.due_items is 'Of those, pending ones whose time has come.';
comment on column public.queue_status_by_type.oldest_created_at is 'When the oldest of them was queued.';
comment on column public.queue_status_by_type.next_scheduled_for is 'When the next of those comes that wait for their time; null when none does.';
revoke all on public.queue_status_by_type from public;
grant select on public.queue_status_by_type to app_user, app_definer;
--! EndIncluded dialing/public.queue_status_by_type.sql
--! Included accounts/public.user_login_stats.sql
-- From attempts and sessions, which no tenant may read; for administrators.
create or replace view public.user_login_stats with (security_barrier = true) as
select
  u.id as user_id,
  count(a.id) filter (where a.success) as logins,
  count(a.id) filter (where not a.success) as failed_logins,
  max(a.attempted_at) filter (where a.success) as last_login,
  (select count(*) from public.user_sessions s where s.user_id = u.id and s.expires_at > now()) as open_sessions
from public.users u
left join public.login_attempts a on a.email = lower(u.email)
group by u.id;

comment on view public.user_login_stats is 'One row per tenant: sign-ins within the time that attempts are kept.';
comment on column public.user_login_stats.user_id is 'The tenant.';
comment on column public.user_login_stats.logins is 'Attempts that opened a session.';
comment on column public.user_login_stats.failed_logins is 'Attempts that failed.';
comment on column public.user_login_stats.last_login is 'When the latest session was opened; null when none was.';
comment on column public.user_login_stats.open_sessions is 'Sessions that have not ended.';
revoke all on public.user_login_stats from public;
alter view public.user_login_stats owner to app_definer;
--! EndIncluded accounts/public.user_login_stats.sql
--! Included analytics/public.cleanup_expired_dashboard_cache.sql
-- What has expired is not shown any more; this only frees the space.
create or replace function public.cleanup_expired_dashboard_cache(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.dashboard_cache c
  where c.expires_at <= p_now;
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_expired_dashboard_cache is
  'Deletes expired entries of dashboard_cache and returns how many. Scheduled every day.';
revoke all on function public.cleanup_expired_dashboard_cache from public;
grant execute on function public.cleanup_expired_dashboard_cache to app_worker;
alter function public.cleanup_expired_dashboard_cache owner to app_definer;
--! EndIncluded analytics/public.cleanup_expired_dashboard_cache.sql
