-- Takes tenants out of parking: their slots, credits, limits or lanes have changed.
--
-- Race with the claimer, which parks a tenant when it looks full: FOR KEY SHARE conflicts only with the
-- claimer's FOR UPDATE, so a waker either waits until the parking has committed and then raises the flag, or
-- it holds the share lock first and the claimer cannot lock the row and leaves it ready. Either way nobody
-- sleeps on work. "update … where not ready" alone loses the wake-up that comes between look and commit.
-- The flag itself is raised with SKIP LOCKED, because two wakers that waited for each other would be a deadlock.
-- Who finds the row held by another waker leaves a note for the claim: that one may be about to raise another flag
-- of the row, or to change its mind.
create or replace function public.wake_tenants(p_user_ids uuid[], p_direct_user_ids uuid[] default '{}')
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1
  from public.tenant_dispatch t
  where t.user_id = any (p_user_ids)
  for key share;

  if exists (
    select
    from public.tenant_dispatch t
    where t.user_id = any (p_user_ids)
      and (not t.ready or (not t.direct_ready and t.user_id = any (p_direct_user_ids)))
  ) then
    with parked as materialized (
      select x.user_id, x.pos, x.user_id = any (p_direct_user_ids) as direct
      from public.tenant_dispatch x
      where x.user_id = any (p_user_ids)
        and (not x.ready or (not x.direct_ready and x.user_id = any (p_direct_user_ids)))
    ),
    raised as (
      update public.tenant_dispatch t
      set ready = true,
          direct_ready = t.direct_ready or t.user_id = any (p_direct_user_ids)
      where t.user_id = any (array(
        select x.user_id
        from public.tenant_dispatch x
        where x.user_id = any (p_user_ids)
          and (not x.ready or (not x.direct_ready and x.user_id = any (p_direct_user_ids)))
        for no key update skip locked
      ))
      returning t.user_id
    )
    insert into public.dispatch_wakes (pos, direct)
    select p.pos, p.direct
    from parked p
    where p.user_id not in (select r.user_id from raised r);
  end if;
end
$function$;
comment on function public.wake_tenants is
  'Makes tenants visible to the claim again; the second list names those with direct calls waiting. Called where slots, credits, limits or lanes change.';
revoke all on function public.wake_tenants from public;
alter function public.wake_tenants owner to app_definer;
