-- Which logins see which tenants. Keyed by the name of the login, which SQL cannot change (session_user), and never by a setting, which
-- anybody who can type SQL may change.

comment on table analytics.analyst_grant is
  'One row per login of an analyst and tenant it may see, or one that says all.';
comment on column analytics.analyst_grant.login is 'Name of the PostgreSQL login.';
comment on column analytics.analyst_grant.user_id is 'Tenant it may see; null: all of them. The grant goes with the tenant.';
comment on column analytics.analyst_grant.all_tenants is 'True: all tenants, also future ones.';
comment on column analytics.analyst_grant.pii is 'True: personal data (names, whole numbers, addresses, transcripts) too; else it is masked.';
comment on column analytics.analyst_grant.created_at is 'When it was given.';

alter table analytics.analyst_grant enable row level security;
alter table analytics.analyst_grant force row level security;

drop policy if exists analyst_grant_select_own on analytics.analyst_grant;
create policy analyst_grant_select_own on analytics.analyst_grant for select to app_masker
  using (login = session_user);
comment on policy analyst_grant_select_own on analytics.analyst_grant is 'A login sees its own grants.';

drop policy if exists analyst_grant_all_definer on analytics.analyst_grant;
create policy analyst_grant_all_definer on analytics.analyst_grant for all to app_definer
  using (true) with check (true);
comment on policy analyst_grant_all_definer on analytics.analyst_grant is
  'Functions of ours see all rows; each asks for the grants of its own login only.';

grant select on analytics.analyst_grant to app_masker;
grant select, insert, update, delete on analytics.analyst_grant to app_definer;
