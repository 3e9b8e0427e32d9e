-- An entry is what it was computed from as long as none of its days is noted. The refresh of the summary, which deletes notes, deletes
-- the entries that they are about with them; and nobody fills the cache beside a refresh (both take the lock 'kpi').
create or replace function public.cache_is_current(p_entry public.dashboard_cache, p_now timestamptz)
  returns boolean
  language sql
  stable
begin atomic
  select p_entry.expires_at > p_now
    and not exists (
      select from public.kpi_notes n
      where n.user_id = p_entry.user_id and n.date between p_entry.from_date and p_entry.to_date
    )
    and not exists (
      select from public.kpi_notes n
      where n.user_id = p_entry.user_id and n.date = '-infinity'
    );
end;
comment on function public.cache_is_current is
  'True when an entry of dashboard_cache may be shown. Called by fill_dashboard_cache, test_cache_invalidation and list_hours.';
revoke all on function public.cache_is_current from public;
grant execute on function public.cache_is_current to app_definer, app_user;
