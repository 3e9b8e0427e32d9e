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
