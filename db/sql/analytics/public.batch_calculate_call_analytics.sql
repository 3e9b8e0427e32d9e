-- One transaction: writers of these days wait meanwhile, so a long range is better given in parts.
create or replace function public.batch_calculate_call_analytics(p_user_id uuid, p_start_date date, p_end_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_day date;
begin
  if p_end_date < p_start_date or p_end_date - p_start_date > 366 then
    raise sqlstate 'VC422' using
      message = 'date_range_invalid',
      detail = format('from %s to %s', p_start_date, p_end_date),
      hint = 'Give a first and a last day that are in order and at most 366 days apart.';
  end if;
  perform public.lock_appliers();
  for v_day in select d::date from generate_series(p_start_date::timestamp, p_end_date, interval '1 day') d
  loop
    perform public.calculate_daily_call_analytics(p_user_id, v_day);
  end loop;
end
$function$;
comment on function public.batch_calculate_call_analytics is
  'Counts the days from p_start_date to p_end_date of a tenant anew, at most 367. Called by hand. Raises date_range_invalid.';
revoke all on function public.batch_calculate_call_analytics from public;
grant execute on function public.batch_calculate_call_analytics to app_worker;
alter function public.batch_calculate_call_analytics owner to app_definer;
