-- First the notes are deleted, then the calls are read: what is written after that is noted again. Beside the applier, never in it:
-- a person who waits for the next call does not wait for an analysis.
create or replace function public.analyse_calls(p_limit integer default 200, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_calls uuid[];
begin
  with due as (
    select n.ctid
    from public.lead_analysis_notes n
    limit p_limit
    for update skip locked
  ),
  taken as (
    delete from public.lead_analysis_notes n
    using due
    where n.ctid = due.ctid
    returning n.call_id
  )
  select array_agg(distinct t.call_id) into v_calls from taken t;
  if v_calls is null then
    return false;
  end if;
  perform public.note_opt_outs_of_calls(v_calls, p_now);
  perform public.write_leads(v_calls, p_now);
  return true;
end
$function$;
comment on function public.analyse_calls is
  'Analyses the calls of up to p_limit notes into lead_analytics; returns whether there may be more. Called by the job call__analyse.';
revoke all on function public.analyse_calls from public;
grant execute on function public.analyse_calls to app_worker;
alter function public.analyse_calls owner to app_definer;
