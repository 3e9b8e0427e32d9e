-- Calling somebody again who has asked not to be called needs a reason that can be looked up later, and is written down.
create or replace function api.remove_opt_out(p_opt_out_id uuid, p_reason text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_reason text := public.require_reason(p_reason);
  v_number text;
begin
  delete from public.do_not_call d
  where d.id = p_opt_out_id and d.user_id = v_user_id
  returning d.phone_number into v_number;
  if v_number is null then
    raise sqlstate 'VC404' using
      message = 'opt_out_not_found',
      detail = format('opt-out %s', p_opt_out_id),
      hint = 'This number is not on the list any more.';
  end if;
  perform public.write_audit(
    'opt_out_removed', 'do_not_call', p_opt_out_id::text, v_user_id,
    jsonb_build_object('number_ends_with', right(v_number, 4), 'reason', v_reason), p_now
  );
  insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts');
end
$function$;
comment on function api.remove_opt_out is
  'Takes a number off the tenant''s do-not-call list, with a reason, audited. Raises not_signed_in, reason_missing, opt_out_not_found.';
revoke all on function api.remove_opt_out from public;
grant execute on function api.remove_opt_out to app_user;
alter function api.remove_opt_out owner to app_definer;
