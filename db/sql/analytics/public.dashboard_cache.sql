-- Computed pieces of pages: what costs more than a handful of rows. An entry says of which days it is; a note of one of them in kpi_notes
-- keeps it from being shown (cache_is_current). Only fill_dashboard_cache stores.

comment on table public.dashboard_cache is
  'One row per tenant and cached piece of a dashboard.';
comment on column public.dashboard_cache.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dashboard_cache.cache_key is 'Which piece, with its parameters.';
comment on column public.dashboard_cache.payload is 'The piece as JSON.';
comment on column public.dashboard_cache.from_date is 'First local day that the piece is about.';
comment on column public.dashboard_cache.to_date is 'Last local day that it is about.';
comment on column public.dashboard_cache.computed_at is 'When it was computed.';
comment on column public.dashboard_cache.expires_at is 'Not to be used from this moment on; the row is deleted later.';

alter table public.dashboard_cache enable row level security;
alter table public.dashboard_cache force row level security;

drop policy if exists dashboard_cache_select_own on public.dashboard_cache;
create policy dashboard_cache_select_own on public.dashboard_cache for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy dashboard_cache_select_own on public.dashboard_cache is 'A tenant reads its own pieces.';

drop policy if exists dashboard_cache_all_definer on public.dashboard_cache;
create policy dashboard_cache_all_definer on public.dashboard_cache for all to app_definer
  using (true) with check (true);
comment on policy dashboard_cache_all_definer on public.dashboard_cache is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.dashboard_cache to app_user;
grant select, insert, update, delete on public.dashboard_cache to app_definer;
