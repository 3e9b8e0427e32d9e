-- Keeps the ledger and the audit log append-only, also toward those whom no grant binds (their owner, a superuser).
--
-- What must still pass are the actions of foreign keys: a deleted call leaves its ledger row with call_id null, a
-- deleted target leaves the audit row with target_user_id null, and the cascade of the row's own user removes it.
-- Told apart by looking: when the action of a foreign key runs, the referenced row is gone already; when somebody
-- types the same statement, it is still there.
-- Why security definer: under forced row security the owner sees no user and no call, so to an invoker function
-- everything would look gone and everything would pass.
-- Arguments of the trigger: the column that names the row's own user, the column that may become null, and the
-- table that this column refers to (calls or users).
create or replace function public.refuse_ledger_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_owner constant uuid := (to_jsonb(old) ->> tg_argv[0])::uuid;
  v_referred constant uuid := (to_jsonb(old) ->> tg_argv[1])::uuid;
begin
  if tg_op = 'DELETE' and not exists (select from public.users u where u.id = v_owner) then
    return old;
  end if;

  if tg_op = 'UPDATE'
    and v_referred is not null
    and to_jsonb(new) = jsonb_set(to_jsonb(old), array[tg_argv[1]], 'null')
    and not exists (select from public.calls c where tg_argv[2] = 'calls' and c.id = v_referred)
    and not exists (select from public.users u where tg_argv[2] = 'users' and u.id = v_referred)
  then
    return new;
  end if;

  raise sqlstate 'VC403' using
    message = 'ledger_is_append_only',
    detail = format('%s of %s %s', lower(tg_op), tg_table_name, to_jsonb(old) ->> 'id'),
    hint = 'Entries of the ledger and of the audit log stay as they are; write a new one that corrects it.';
end
$function$;

comment on function public.refuse_ledger_change() is
  'Trigger function (before update or delete, for each row) of credit_transactions and admin_audit_log: lets only the actions of foreign keys pass. Raises ledger_is_append_only.';
revoke all on function public.refuse_ledger_change() from public;
alter function public.refuse_ledger_change() owner to app_definer;
