-- A purchase, a refund or a correction by hand. Lowering a balance respects what calls in progress have reserved.
create or replace function public.add_credits(
  p_user_id uuid,
  p_amount integer,
  p_type text,
  p_description text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.users u where u.id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  if p_amount < 0 and (select u.credits from public.users u where u.id = p_user_id) + p_amount
    < (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = p_user_id) then
    raise sqlstate 'VC402' using
      message = 'credits_are_held',
      detail = format('user %s, amount %s', p_user_id, p_amount),
      hint = 'Calls in progress have reserved these credits; try again when they have ended.';
  end if;
  perform public.write_credit_transactions(
    array[p_user_id], array[p_amount], array[p_type], array[null::uuid], array[p_description], p_now
  );
end
$function$;
comment on function public.add_credits is
  'Adds (or with a negative amount takes) credits with a ledger entry of type purchase, refund or adjustment. Raises user_not_found, credits_are_held.';
revoke all on function public.add_credits from public;
alter function public.add_credits owner to app_definer;
