-- One step of one deletion. An account with calls on the line or not yet charged waits for them, so that its books close; but not longer
-- than the setting says, because the provider may never answer for them. Any of those that are due, so that one that fails keeps no other.
create or replace function public.delete_accounts(p_limit integer default 1000, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deletion public.account_deletions;
begin
  select d.*
  into v_deletion
  from public.account_deletions d
  where d.finished_at is null and d.next_try_at <= p_now
  order by random()
  limit 1
  for update skip locked;
  if not found then
    return false;
  end if;

  if p_now < v_deletion.requested_at + public.setting('account.delete_wait_hours') * interval '1 hour'
    and (
      exists (select from public.call_attempts a where a.user_id = v_deletion.user_id and a.closed_key is null)
      or exists (select from public.calls c where c.user_id = v_deletion.user_id and c.confirmed_at is null)
    )
  then
    update public.account_deletions d
    set next_try_at = p_now + interval '30 seconds'
    where d.user_id = v_deletion.user_id;
  elsif public.delete_account_rows(v_deletion.user_id, p_limit) = 0 then
    perform public.forget_person(v_deletion.user_id, p_now);
  end if;
  return true;
end
$function$;
comment on function public.delete_accounts is
  'Takes a deletion that is due a step further: waits for open calls, deletes up to p_limit rows of a table, or, when none are left, forgets the person. False when none is due. Called by the job account__delete.';
revoke all on function public.delete_accounts from public;
grant execute on function public.delete_accounts to app_worker;
alter function public.delete_accounts owner to app_definer;
