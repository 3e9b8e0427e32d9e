-- Which part of the inbox an applier takes next, and its lock until the transaction ends. Its own half of the tenants goes first;
-- from the other half it takes what has been due five seconds longer. So two appliers keep out of each other's way while both
-- halves are busy, one tenant alone still has both, and nobody starves when one applier hangs.
create or replace function public.lock_event_shares(p_applier integer, p_now timestamptz)
  returns smallint[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_share smallint;
begin
  if p_applier is null then
    return array(
      select right(d.name, 1)::smallint
      from public.dispatch_locks d
      where d.name between 'events_1' and 'events_4'
      order by d.name
      for update skip locked
    );
  end if;

  for v_share in
    select s.share
    from (values (1::smallint, 1), (2::smallint, 1), (3::smallint, 2), (4::smallint, 2)) as s (share, applier)
    cross join lateral (
      select u.next_try_at
      from public.unapplied_events u
      where u.share = s.share and u.next_try_at <= p_now
      order by u.next_try_at
      limit 1
    ) due
    order by due.next_try_at + case when s.applier = p_applier then interval '0' else interval '5 seconds' end, s.share
  loop
    perform 1 from public.dispatch_locks d where d.name = 'events_' || v_share for update skip locked;
    if found then
      return array[v_share];
    end if;
  end loop;
  return array[]::smallint[];
end
$function$;
comment on function public.lock_event_shares is
  'Locks and returns the part of the inbox, 1 to 4, that p_applier (1 or 2) shall apply now; for null all that nobody holds. Empty: nothing is due or others are at it. Called by apply_call_events.';
revoke all on function public.lock_event_shares from public;
alter function public.lock_event_shares owner to app_definer;
