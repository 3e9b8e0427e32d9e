-- With what a period is compared. Weekdays matched: as many whole weeks back as it takes, because a Monday is nothing beside a Sunday.
create or replace function public.compared_period(p_from date, p_to date, p_compare text)
  returns daterange
  language sql
  immutable
  parallel safe
  return case p_compare
    when 'weekdays' then daterange(p_from - 7 * ((p_to - p_from) / 7 + 1), p_to - 7 * ((p_to - p_from) / 7 + 1), '[]')
    when 'year' then daterange((p_from - interval '1 year')::date, (p_to - interval '1 year')::date, '[]')
    else daterange(p_from - (p_to - p_from + 1), p_from - 1, '[]')
  end;
comment on function public.compared_period is
  'The days that a period is compared with: weekdays, the same weekdays before it; year, the same days a year ago; else as many days just before it. Called by compare_periods.';
revoke all on function public.compared_period from public;
grant execute on function public.compared_period to app_user;
