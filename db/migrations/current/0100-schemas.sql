-- Schemas, extensions and what a new object may do for nobody: rights are always given, never left over.
create schema if not exists api;

create extension if not exists "uuid-ossp" schema public;
create extension if not exists pg_trgm schema public;

grant usage on schema public to app_definer, app_user, app_api, app_worker;
grant usage on schema api to app_definer, app_user, app_api;
-- Whoever is to own an object must be allowed to create it where it is.
grant usage, create on schema api to app_owner;
grant create on schema public, api to app_definer;

-- Per creating role: default privileges of one role say nothing about the objects of another.
alter default privileges for role app_migrator revoke execute on functions from public;
alter default privileges for role app_owner revoke execute on functions from public;
alter default privileges for role app_definer revoke execute on functions from public;
