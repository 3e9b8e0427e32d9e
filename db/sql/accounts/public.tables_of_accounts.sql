-- Where something of an account is stored, from the catalog: a table that is added tomorrow is emptied and looked into without anybody
-- thinking of it. Left out is what stays under the bare id: the ledger (the audit log has no user_id), the note that the account was
-- deleted, and the notes that a stored view is old, which the next refresh of that view takes away.
create or replace function public.tables_of_accounts()
  returns table (place integer, relation regclass, condition text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  -- These lead to the account through another table, so they go before it.
  values
    (1, 'public.webhook_events'::regclass, 't.agent_id in (select a.id from public.agents a where a.user_id = $1)'),
    (1, 'api.contact_import_rows'::regclass, 't.import_id in (select i.id from public.contact_imports i where i.user_id = $1)'),
    (1, 'public.contact_import_numbers'::regclass, 't.import_id in (select i.id from public.contact_imports i where i.user_id = $1)')
  union all
  select
    -- Calls take most along; agents are held back by campaigns.
    case c.relname when 'calls' then 2 when 'agents' then 4 else 3 end,
    c.oid::regclass,
    't.user_id = $1'
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
  where c.relnamespace in ('public'::regnamespace, 'analytics'::regnamespace)
    and c.relkind = 'r'
    and c.oid not in ('public.credit_transactions'::regclass, 'public.account_deletions'::regclass, 'public.kpi_notes'::regclass)
$function$;
comment on function public.tables_of_accounts is
  'Each table that holds rows of accounts, with the condition (on t, of account $1) and its place in the order of deletion. Called by delete_account_rows and rows_of_deleted_accounts.';
revoke all on function public.tables_of_accounts from public;
alter function public.tables_of_accounts owner to app_definer;
