-- A view runs with its owner's rights and is no barrier: a cheap function in somebody's WHERE is called for rows that the view would have
-- held back, and can print them. Or its owner can log in.
-- Repair: `with (security_invoker = true)` when the reader's own rights shall count, else `with (security_barrier = true)` and an owner
-- without login.
select
  c.oid::regclass::text as object,
  case
    when o.invoker or o.barrier then format('belongs to %s, which can log in', c.relowner::regrole)
    else 'is neither security_invoker nor security_barrier'
  end as finding
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_roles r on r.oid = c.relowner
cross join lateral (
  select
    coalesce(bool_or(x.option_value::boolean) filter (where x.option_name = 'security_invoker'), false) as invoker,
    coalesce(bool_or(x.option_value::boolean) filter (where x.option_name = 'security_barrier'), false) as barrier
  from pg_options_to_table(c.reloptions) x
) o
where n.nspname in ('public', 'api', 'analytics')
  and c.relkind = 'v'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  and (not (o.invoker or o.barrier) or (not o.invoker and r.rolcanlogin))
order by 1
