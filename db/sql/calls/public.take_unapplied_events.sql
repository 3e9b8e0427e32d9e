-- Events are taken by "not yet applied", never by "id greater than the last": ids are not commit order, and a lower id that commits
-- later would be skipped for ever.
create or replace function public.take_unapplied_events(p_limit integer, p_now timestamptz, p_applier integer)
  returns bigint[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
as $function$
declare
  v_shares smallint[] := public.lock_event_shares(p_applier, p_now);
begin
  return array(
    select u.event_id
    from unnest(v_shares) as s (share)
    cross join lateral (
      select x.event_id, x.next_try_at
      from public.unapplied_events x
      where x.share = s.share and x.next_try_at <= p_now
      order by x.next_try_at, x.event_id
      limit p_limit
    ) u
    order by u.next_try_at, u.event_id
    limit p_limit
  );
end
$function$;
comment on function public.take_unapplied_events is
  'Returns up to p_limit events that are due, oldest first, whose part of the inbox is then locked; empty when none is due or others are at work. Called by apply_call_events and apply_event_alone.';
revoke all on function public.take_unapplied_events from public;
alter function public.take_unapplied_events owner to app_definer;
