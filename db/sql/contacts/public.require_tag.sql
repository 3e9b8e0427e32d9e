create or replace function public.require_tag(p_tag text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_tag is null or length(btrim(p_tag)) not between 1 and 50 or p_tag ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'tag_invalid',
      detail = format('%s characters', length(p_tag)),
      hint = 'A tag has 1 to 50 characters on one line.';
  end if;
  return btrim(p_tag);
end
$function$;
comment on function public.require_tag is
  'The tag without spaces around it. Raises tag_invalid.';
revoke all on function public.require_tag from public;
grant execute on function public.require_tag to app_definer;
