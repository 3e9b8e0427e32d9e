-- "Do not call me again", heard in a call, is obeyed with the analysis of that call, whatever else it says. What the provider's analysis
-- calls do_not_call counts as well as the person's own words.
create or replace function public.note_opt_outs_of_calls(p_call_ids uuid[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_asked record;
  v_added integer := 0;
begin
  for v_asked in
    with asked as (
      select c.user_id, c.id, c.phone_number
      from public.calls c
      where c.id = any (p_call_ids)
        and c.phone_number ~ '^\+[1-9][0-9]{6,14}$'
        and (
          exists (
            select
            from regexp_split_to_table(left(c.transcript, 200000), E'\n') as t (turn)
            join public.opt_out_phrases p on t.turn ~* p.pattern
            where t.turn ilike 'user:%'
          )
          or exists (
            select
            from jsonb_each(case when jsonb_typeof(c.metadata -> 'extracted_data') = 'object' then c.metadata -> 'extracted_data' end) as e (category, results)
            where lower(coalesce(
              nullif(e.results #>> '{do_not_call,objective}', ''), e.results #>> '{do_not_call,subjective}'
            )) in ('true', 'yes')
          )
        )
    ),
    added as (
      insert into public.do_not_call (user_id, phone_number, reason, source, call_id, created_at)
      select distinct on (a.user_id, a.phone_number) a.user_id, a.phone_number, 'said so on the line', 'call', a.id, p_now
      from asked a
      order by a.user_id, a.phone_number, a.id
      on conflict (phone_number, user_id) do nothing
      returning user_id, phone_number
    )
    select a.user_id, array_agg(a.phone_number::text) as numbers from added a group by a.user_id order by a.user_id
  loop
    v_added := v_added + cardinality(v_asked.numbers);
    perform public.obey_opt_outs(v_asked.user_id, v_asked.numbers, p_now);
    insert into public.ui_events (user_id, topic) values (v_asked.user_id, 'contacts');
  end loop;
  return v_added;
end
$function$;
comment on function public.note_opt_outs_of_calls is
  'Puts numbers on the do-not-call list of the tenant whose person asked for it in one of the calls; returns how many are new. Called by analyse_calls.';
revoke all on function public.note_opt_outs_of_calls from public;
alter function public.note_opt_outs_of_calls owner to app_definer;
