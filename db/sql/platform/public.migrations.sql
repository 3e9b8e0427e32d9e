-- The list of changes for whoever asks the database what has been done to it. The migration tool keeps its own books in its own
-- schema and never reads this one.

comment on table public.migrations is
  'One row per migration that has run on this database.';
comment on column public.migrations.id is 'Running number in the order of execution.';
comment on column public.migrations.name is 'Name of the migration, once.';
comment on column public.migrations.executed_at is 'When it ran.';

alter table public.migrations enable row level security;
alter table public.migrations force row level security;

drop policy if exists migrations_all_definer on public.migrations;
create policy migrations_all_definer on public.migrations for all to app_definer
  using (true) with check (true);
comment on policy migrations_all_definer on public.migrations is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.migrations to app_definer;

comment on sequence public.migrations_id_seq is 'Source of migrations.id.';
grant usage on sequence public.migrations_id_seq to app_definer;
