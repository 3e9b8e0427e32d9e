create or replace function public.merge_tags(p_have text[], p_add text[])
  returns text[]
  language sql
  immutable
  parallel safe
  security invoker
  return (select coalesce(array_agg(t.tag order by t.tag), '{}') from (
    select unnest(p_have) as tag union select unnest(p_add)
  ) t);
comment on function public.merge_tags is
  'Both lists of tags as one, sorted, each once.';
revoke all on function public.merge_tags from public;
grant execute on function public.merge_tags to app_definer;
