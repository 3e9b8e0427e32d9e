-- The next places of a ring that have work, from where the last claim stopped, around once. The cursors are
-- sequences: they are not rolled back and leave no dead row.
create or replace function public.walk_ring(p_direct boolean, p_limit integer)
  returns bigint[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_places bigint[];
  v_from bigint;
begin
  if p_direct then
    v_from := (select s.last_value from public.dispatch_ring_direct s);
    v_places := array(
      select t.pos
      from public.tenant_dispatch t
      where t.ready and t.direct_ready and t.pos > v_from
      order by t.pos
      limit p_limit
    );
    if cardinality(v_places) < p_limit then
      v_places := v_places || array(
        select t.pos
        from public.tenant_dispatch t
        where t.ready and t.direct_ready and t.pos <= v_from
        order by t.pos
        limit p_limit - cardinality(v_places)
      );
    end if;
    if v_places <> '{}' then
      perform setval('public.dispatch_ring_direct', v_places[cardinality(v_places)]);
    end if;
  else
    v_from := (select s.last_value from public.dispatch_ring s);
    v_places := array(
      select t.pos
      from public.tenant_dispatch t
      where t.ready and not t.direct_ready and t.pos > v_from
      order by t.pos
      limit p_limit
    );
    if cardinality(v_places) < p_limit then
      v_places := v_places || array(
        select t.pos
        from public.tenant_dispatch t
        where t.ready and not t.direct_ready and t.pos <= v_from
        order by t.pos
        limit p_limit - cardinality(v_places)
      );
    end if;
    if v_places <> '{}' then
      perform setval('public.dispatch_ring', v_places[cardinality(v_places)]);
    end if;
  end if;
  return v_places;
end
$function$;
comment on function public.walk_ring is
  'The next places (tenant_dispatch.pos) with work in the ring of direct calls or in the general one, at most p_limit, and moves that ring on. Called by next_tenants.';
revoke all on function public.walk_ring from public;
alter function public.walk_ring owner to app_definer;
