-- A log, not a counter: what limits guessing is counted elsewhere, atomically. It has no tenant, because most attempts of an
-- attacker belong to none. Functions only.

comment on table public.login_attempts is
  'One row per attempt to sign in, successful or not; kept for 90 days.';
comment on column public.login_attempts.id is 'Key.';
comment on column public.login_attempts.email is 'Address as typed, lower case; need not be that of an account.';
comment on column public.login_attempts.ip_address is 'Address the attempt came from.';
comment on column public.login_attempts.success is 'True when it opened a session.';
comment on column public.login_attempts.attempted_at is 'When it was made.';

alter table public.login_attempts enable row level security;
alter table public.login_attempts force row level security;

drop policy if exists login_attempts_all_definer on public.login_attempts;
create policy login_attempts_all_definer on public.login_attempts for all to app_definer
  using (true) with check (true);
comment on policy login_attempts_all_definer on public.login_attempts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.login_attempts to app_definer;
