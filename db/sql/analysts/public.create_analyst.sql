create or replace function public.create_analyst(
  p_login text,
  p_user_ids uuid[],
  p_sees_all boolean,
  p_sees_personal boolean,
  p_verifier text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_unknown uuid;
begin
  if p_sees_all is not true and coalesce(cardinality(p_user_ids), 0) = 0 then
    raise sqlstate 'VC400' using
      message = 'accounts_missing',
      hint = 'Say which accounts the login sees, or that it sees all of them.';
  end if;
  select i.id
  into v_unknown
  from unnest(p_user_ids) as i (id)
  where not exists (select from public.users u where u.id = i.id)
    or exists (select from public.account_deletions d where d.user_id = i.id)
  limit 1;
  if v_unknown is not null then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', v_unknown),
      hint = 'This account does not exist.';
  end if;

  perform public.create_login(
    p_login, p_verifier, public.setting('analysts.max_statement_seconds'), public.setting('analysts.max_idle_seconds')
  );
  insert into analytics.analyst_grant (login, user_id, all_tenants, pii, created_at)
  select distinct p_login, i.id, p_sees_all is true, p_sees_personal is true, p_now
  from unnest(case when p_sees_all is true then array[null::uuid] else p_user_ids end) as i (id);
end
$function$;
comment on function public.create_analyst is
  'Makes a login for an analyst that sees the accounts given, or all, also future ones; without p_sees_personal names, whole numbers, addresses and transcripts are withheld. Called by api.create_analyst and the command analysts. Raises accounts_missing, user_not_found, login_name_invalid, login_exists, verifier_invalid.';
revoke all on function public.create_analyst from public;
alter function public.create_analyst owner to app_definer;
