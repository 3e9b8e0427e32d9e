-- A policy calls a function, or reads a setting, once for each row instead of once for each query.
-- Repair: wrap the call in a sub-select, `(select public.current_user_id())`; the planner then runs it once. A
-- function of the row's own values does not belong into a policy: it bars the index and is not leakproof.
with expressions as (
  select
    p.polname,
    p.polrelid,
    concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as text
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'api', 'analytics')
),
-- The wrapped calls are taken out; the catalog prints them as `( SELECT public.f() AS f)`.
unwrapped as (
  select e.polname, e.polrelid, regexp_replace(e.text, '\( SELECT [a-z0-9_.]+\([^()]*\) AS [a-z0-9_]+\)', '', 'g') as text
  from expressions e
)
select
  format('%s on %s', u.polname, u.polrelid::regclass) as object,
  format('calls %s for each row', (regexp_match(u.text, '([a-z0-9_.]+)\('))[1]) as finding
from unwrapped u
where u.text ~ '[a-z0-9_]\('
order by 1
