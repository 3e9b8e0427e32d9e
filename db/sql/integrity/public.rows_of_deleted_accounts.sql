-- Dynamic SQL because the tables come from the catalog; see tables_of_accounts.
create or replace function public.rows_of_deleted_accounts()
  returns table (object text, key text, detail text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deletion record;
  v_table record;
begin
  for v_deletion in select d.user_id from public.account_deletions d where d.finished_at is not null loop
    for v_table in select t.relation, t.condition from public.tables_of_accounts() t loop
      return query execute format(
        'select %1$L::text, $1::text, count(*) || '' rows'' from %2$s t where %3$s having count(*) > 0',
        (select c.relname from pg_class c where c.oid = v_table.relation), v_table.relation, v_table.condition
      ) using v_deletion.user_id;
    end loop;
  end loop;

  return query
  select 'users', u.id::text, 'names its person'
  from public.users u
  join public.account_deletions d on d.user_id = u.id and d.finished_at is not null
  where u.is_active
    or u.email <> u.id || '@deleted.invalid'
    or u.name <> 'Deleted account'
    or num_nonnulls(u.stack_auth_user_id, u.password_hash, u.company, u.website, u.location, u.bio, u.phone) > 0;
end
$function$;
comment on function public.rows_of_deleted_accounts is
  'What is stored of accounts whose deletion is finished, besides ledger and audit log: table, account, how many rows. Called by invariant_26_deleted_accounts_are_empty.';
revoke all on function public.rows_of_deleted_accounts from public;
alter function public.rows_of_deleted_accounts owner to app_definer;
