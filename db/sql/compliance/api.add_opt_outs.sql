create or replace function api.add_opt_outs(p_numbers text[], p_reason text default null, p_now timestamptz default now())
  returns table (added integer, already_listed integer, not_numbers text[], cancelled integer)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_numbers text[];
begin
  if coalesce(cardinality(p_numbers), 0) not between 1 and 10000 then
    raise sqlstate 'VC400' using
      message = 'numbers_missing',
      hint = 'Give 1 to 10,000 numbers at a time.';
  end if;
  v_numbers := array(
    select distinct public.normalise_phone(n.number)
    from unnest(p_numbers) as n (number)
    where public.normalise_phone(n.number) is not null
    order by 1
  );
  insert into public.do_not_call (user_id, phone_number, reason, source, created_at)
  select v_user_id, n.number, left(nullif(btrim(p_reason), ''), 255), case when cardinality(p_numbers) = 1 then 'manual' else 'import' end, p_now
  from unnest(v_numbers) as n (number)
  on conflict (phone_number, user_id) do nothing;
  get diagnostics added = row_count;
  already_listed := cardinality(v_numbers) - added;
  not_numbers := array(
    select distinct left(btrim(n.number), 50) from unnest(p_numbers) as n (number) where public.normalise_phone(n.number) is null limit 100
  );
  cancelled := public.obey_opt_outs(v_user_id, v_numbers, p_now);
  if added > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts');
  end if;
  return next;
end
$function$;
comment on function api.add_opt_outs is
  'Puts numbers on the tenant''s do-not-call list and cancels who waits to be called there. Returns one row: how many are new, how many were listed, what was no number (the first 100), how many calls were cancelled. Raises not_signed_in, numbers_missing.
@notNull added
@notNull already_listed
@notNull not_numbers
@notNull cancelled';
revoke all on function api.add_opt_outs from public;
grant execute on function api.add_opt_outs to app_user;
alter function api.add_opt_outs owner to app_definer;
