-- A number with its word, one or many.
create or replace function public.counted(p_count bigint, p_one text, p_many text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return format('%s %s', p_count, case when p_count = 1 then p_one else p_many end);
comment on function public.counted is
  'A count with its word in the singular or plural: 1 call, 2 calls.';
revoke all on function public.counted from public;
grant execute on function public.counted to app_definer, app_user;
