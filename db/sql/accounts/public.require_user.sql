-- The first line of every function that acts for a person and runs with other rights than theirs.
create or replace function public.require_user()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.current_user_id();
begin
  if v_user_id is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  if current_setting('transaction_read_only') = 'off' then
    perform public.refuse_view_session();
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_user is
  'The id of the signed-in user. Raises not_signed_in, and view_reads_only for an administrator who looks at the account and is not in a transaction that only reads.';
revoke all on function public.require_user from public;
grant execute on function public.require_user to app_definer, app_user;
