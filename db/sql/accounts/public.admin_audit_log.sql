-- What admins did, in the transaction in which they did it. Append-only: nobody at run time has the right to change or delete a row,
-- and the triggers of this table refuse it to everybody else.

comment on table public.admin_audit_log is
  'One row per act of an admin; never changed and never deleted while the admin''s account exists.';
comment on column public.admin_audit_log.id is 'Key.';
comment on column public.admin_audit_log.admin_user_id is 'Admin who acted.';
comment on column public.admin_audit_log.target_user_id is 'Account that was acted on; null when it was none or is gone.';
comment on column public.admin_audit_log.action is 'What was done, a stable snake_case word.';
comment on column public.admin_audit_log.resource_type is 'Kind of thing it was done to, for example user or system_config.';
comment on column public.admin_audit_log.resource_id is 'Key of that thing as text; null when there is none.';
comment on column public.admin_audit_log.details is 'Redacted particulars, such as old and new value; an empty object when there are none.';
comment on column public.admin_audit_log.ip_address is 'Address the admin came from; null when unknown.';
comment on column public.admin_audit_log.user_agent is 'Browser of the admin, as it names itself; null when unknown.';
comment on column public.admin_audit_log.created_at is 'When it was done.';

alter table public.admin_audit_log enable row level security;
alter table public.admin_audit_log force row level security;

drop policy if exists admin_audit_log_all_definer on public.admin_audit_log;
create policy admin_audit_log_all_definer on public.admin_audit_log for all to app_definer
  using (true) with check (true);
comment on policy admin_audit_log_all_definer on public.admin_audit_log is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert on public.admin_audit_log to app_definer;
