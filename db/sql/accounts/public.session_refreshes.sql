-- Refresh tokens that were used, as long as their session lives: one that comes again was copied.

comment on table public.session_refreshes is
  'One row per refresh token of a living session that was replaced by its successor.';
comment on column public.session_refreshes.token_hash is 'SHA-256 of the token in 64 hex digits.';
comment on column public.session_refreshes.user_id is 'Whose session it is.';
comment on column public.session_refreshes.session_id is 'The session that it renewed; the row is deleted with it.';
comment on column public.session_refreshes.used_at is 'When it was used first.';

alter table public.session_refreshes enable row level security;
alter table public.session_refreshes force row level security;

drop policy if exists session_refreshes_all_definer on public.session_refreshes;
create policy session_refreshes_all_definer on public.session_refreshes for all to app_definer
  using (true) with check (true);
comment on policy session_refreshes_all_definer on public.session_refreshes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.session_refreshes to app_definer;
