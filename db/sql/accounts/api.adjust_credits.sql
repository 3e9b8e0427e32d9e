create or replace function api.adjust_credits(p_user_id uuid, p_amount integer, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  if p_amount is null or p_amount not between -1000000 and 1000000 or p_amount = 0 then
    raise sqlstate 'VC400' using
      message = 'amount_invalid',
      detail = format('amount %s', p_amount),
      hint = 'The amount is a whole number from -1,000,000 to 1,000,000 and not 0.';
  end if;
  perform public.add_credits(p_user_id, p_amount, 'adjustment', v_reason, p_now);
  perform public.write_audit(
    'credits_adjusted', 'user', p_user_id::text, p_user_id, jsonb_build_object('amount', p_amount, 'reason', v_reason), p_now
  );
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.adjust_credits is
  'Adds credits to an account, or takes them with a negative amount, and returns it. Raises not_signed_in, admin_only, reason_missing, password_needed, amount_invalid, user_not_found, credits_are_held.';
revoke all on function api.adjust_credits from public;
grant execute on function api.adjust_credits to app_user;
alter function api.adjust_credits owner to app_definer;
