-- A worker refuses to run under settings that contradict each other: the protocol's guarantees are sums of them.
create or replace function public.assert_dial_settings()
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_fault text;
begin
  v_fault := case
    when public.setting('dial.heartbeat_ms') >= public.setting('dial.http_timeout_ms')
      then 'dial.heartbeat_ms must be less than dial.http_timeout_ms'
    when public.setting('dial.http_timeout_ms') >= public.setting('dial.fence_margin_ms')
      then 'dial.http_timeout_ms must be less than dial.fence_margin_ms'
    when public.setting('dial.fence_margin_ms') >= public.setting('dial.lease_ms')
      then 'dial.fence_margin_ms must be less than dial.lease_ms'
    when public.setting('dial.settle_ms') < public.setting('dial.lease_ms')
      then 'dial.settle_ms must be at least dial.lease_ms'
    when public.setting('dial.reconcile_ms') >= public.setting('dial.settle_ms')
      then 'dial.reconcile_ms must be less than dial.settle_ms'
  end;
  if v_fault is not null then
    raise sqlstate 'VC412' using
      message = 'dial_settings_contradict',
      detail = v_fault,
      hint = 'The dialing settings contradict each other; an administrator has to correct them.';
  end if;
end
$function$;
comment on function public.assert_dial_settings is
  'Raises dial_settings_contradict when the times of the dialing protocol do not fit each other. Called by a worker at its start.';
revoke all on function public.assert_dial_settings from public;
grant execute on function public.assert_dial_settings to app_worker;
alter function public.assert_dial_settings owner to app_definer;
