-- Who waits to be called is cancelled with the opt-out, by whichever campaign. Calls that are being placed are stopped by the fence, which
-- reads the list in its own, later snapshot; items that the claim holds at this moment it finds refused or fenced.
create or replace function public.obey_opt_outs(p_user_id uuid, p_numbers text[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaigns uuid[];
  v_items integer;
begin
  with waiting as (
    select q.id
    from public.contacts t
    join public.call_queue q on q.contact_id = t.id and q.status = 'pending'
    where t.user_id = p_user_id and t.phone_number = any (p_numbers)
    order by q.id
    for no key update of q skip locked
  ),
  cancelled as (
    update public.call_queue q
    set status = 'cancelled', due = true, completed_at = p_now, error_message = 'opted_out'
    from waiting w
    where q.id = w.id
    returning q.campaign_id
  )
  select array_agg(distinct c.campaign_id) filter (where c.campaign_id is not null), count(*)::integer
  into v_campaigns, v_items
  from cancelled c;
  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
  return v_items;
end
$function$;
comment on function public.obey_opt_outs is
  'Cancels who waits to be called at numbers that have just been opted out; returns how many. Called by add_opt_outs and note_opt_outs_of_calls.';
revoke all on function public.obey_opt_outs from public;
alter function public.obey_opt_outs owner to app_definer;
