-- Computed pieces of pages. Triggers delete what has become wrong; only the function that fills stores, and it removes the note of change
-- before it computes. Functions only.

comment on table public.dashboard_cache is
  'One row per tenant and cached piece of a dashboard.';
comment on column public.dashboard_cache.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dashboard_cache.cache_key is 'Which piece, with its parameters.';
comment on column public.dashboard_cache.payload is 'The piece as JSON.';
comment on column public.dashboard_cache.computed_at is 'When it was computed.';
comment on column public.dashboard_cache.expires_at is 'Not to be used from this moment on; the row is deleted later.';

alter table public.dashboard_cache enable row level security;
alter table public.dashboard_cache force row level security;

drop policy if exists dashboard_cache_all_definer on public.dashboard_cache;
create policy dashboard_cache_all_definer on public.dashboard_cache for all to app_definer
  using (true) with check (true);
comment on policy dashboard_cache_all_definer on public.dashboard_cache is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dashboard_cache to app_definer;
