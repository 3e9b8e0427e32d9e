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
      bool_and(concat(pg_get_expr(x.polqual, x.polrelid), pg_get_expr(x.polwithcheck, x.polrelid))
        like case when x.polroles = array['app_masker'::regrole::oid] then '%granted_tenants()%' else '%current_user_id()%' end) as ok,
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
