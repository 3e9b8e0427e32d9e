-- One value of an analysis, read as its kind says. A model wrote it after listening to strangers: what does not fit is no value, and
-- no text can make this fail, or one call would hold up all others.
create or replace function public.lead_value(p_kind text, p_words jsonb, p_text text)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case p_kind
    when 'score' then
      case when x.said ~ '^[0-9]{1,3}(\.[0-9]{1,20})?$' and x.said::numeric <= 100 then to_jsonb(round(x.said::numeric, 2)) end
    when 'word' then p_words -> lower(x.said)
    when 'phrase' then to_jsonb(left(x.said, 100))
    when 'text' then to_jsonb(left(x.said, 5000))
    when 'boolean' then
      case lower(x.said) when 'true' then 'true'::jsonb when 'yes' then 'true' when 'false' then 'false' when 'no' then 'false' end
    when 'instant' then to_jsonb(public.safe_timestamptz(x.said))
    when 'day' then to_jsonb((public.safe_timestamptz(left(x.said, 10) || 'T12:00:00Z') at time zone 'UTC')::date)
    when 'list' then (
      select jsonb_agg(left(e.entry, 200) order by e.place)
      from (
        select btrim(l.line, E' \t\r-*') as entry, min(l.place) as place
        from string_to_table(x.said, E'\n') with ordinality as l (line, place)
        where btrim(l.line, E' \t\r-*') <> ''
        group by 1
        order by 2
        limit 50
      ) e
    )
  end
  from (select nullif(nullif(btrim(p_text, E' \t\r\n'), ''), 'null') as said) x
  where x.said is not null
$function$;
comment on function public.lead_value is
  'A text as the value of a kind of lead_fields: number, word, text, list, boolean, instant or day as JSON; null when it is none. Called by lead_result_facts and override_lead.';
revoke all on function public.lead_value from public;
grant execute on function public.lead_value to app_definer;
