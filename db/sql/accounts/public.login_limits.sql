-- How often somebody has tried lately: one counter for an address of an account from one network address, one for the account, one for the
-- network address. A row and its lock, so that twenty tries at once are twenty. Functions only.

comment on table public.login_limits is
  'One row per thing that is tried at sign-in: account and network address together, and each alone.';
comment on column public.login_limits.key is 'What is counted: pair, account or address, and a hash of it.';
comment on column public.login_limits.tries is 'Tries since window_began_at that have not led to a sign-in.';
comment on column public.login_limits.window_began_at is 'When counting began; after login.window_minutes it begins anew.';

grant select, insert, update, delete on public.login_limits to app_definer;
