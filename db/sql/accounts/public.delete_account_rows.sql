-- A portion of one table, so that no transaction is long and none of what was done is lost when the worker dies. Dynamic SQL because the
-- tables come from the catalog; their names are regclass, the conditions are ours.
create or replace function public.delete_account_rows(p_user_id uuid, p_limit integer)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table record;
  v_deleted integer;
begin
  perform public.lock_appliers();
  for v_table in
    select t.relation, t.condition
    from public.tables_of_accounts() t
    order by t.place, t.relation::text
  loop
    execute format(
      'delete from %1$s x where x.ctid = any (array(select t.ctid from %1$s t where %2$s limit $2))',
      v_table.relation, v_table.condition
    ) using p_user_id, p_limit;
    get diagnostics v_deleted = row_count;
    if v_deleted > 0 then
      return v_deleted;
    end if;
  end loop;
  return 0;
end
$function$;
comment on function public.delete_account_rows is
  'Deletes up to p_limit rows of an account from the first table that has any, with what hangs on them, and returns how many; 0: nothing is left. Called by delete_accounts.';
revoke all on function public.delete_account_rows from public;
alter function public.delete_account_rows owner to app_definer;
