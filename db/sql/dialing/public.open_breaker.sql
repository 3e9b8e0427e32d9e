-- Stops all new dials for a while: every further one would be refused for the same reason.
create or replace function public.open_breaker(
  p_reason text,
  p_message text,
  p_open_until timestamptz,
  p_now timestamptz default now()
)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.provider_breakers as b (provider, open_until, reason, message, opened_at)
  values ('bolna', p_open_until, p_reason, left(p_message, 500), p_now)
  on conflict (provider) do update
  set open_until = greatest(b.open_until, excluded.open_until),
      reason = excluded.reason,
      message = excluded.message,
      opened_at = excluded.opened_at
$function$;
comment on function public.open_breaker is
  'Stops the claim until an instant, for a reason that the pages show: provider_key, provider_balance, provider_limit, provider_unreachable.';
revoke all on function public.open_breaker from public;
alter function public.open_breaker owner to app_definer;
