-- Until then whoever removed one can bring it back.
create or replace function public.purge_removed(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_before timestamptz := p_now - public.setting('removed.keep_days') * interval '1 day';
  v_follow_ups integer;
  v_customers integer;
begin
  delete from public.follow_ups f where f.deleted_at < v_before;
  get diagnostics v_follow_ups = row_count;
  delete from public.customers k where k.deleted_at < v_before;
  get diagnostics v_customers = row_count;
  delete from public.contact_actions a where a.created_at < v_before;
  return v_follow_ups + v_customers;
end
$function$;
comment on function public.purge_removed is
  'Deletes follow-ups and customers that were removed longer ago than removed.keep_days and returns how many. Scheduled daily.';
revoke all on function public.purge_removed from public;
grant execute on function public.purge_removed to app_worker;
alter function public.purge_removed owner to app_definer;
