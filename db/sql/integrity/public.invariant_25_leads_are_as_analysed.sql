-- What lead_analytics shows is what its call says and a person has decided, unless the call waits for its analysis. Leads of calls that
-- cannot be analysed are somebody else's doing and not looked at.
create or replace view public.invariant_25_leads_are_as_analysed with (security_barrier = true) as
select
  'calls' as object,
  s.call_id::text as key,
  coalesce(
    (
      select string_agg(format('%s is %s instead of %s', coalesce(e.key, i.key), coalesce(i.value, 'null'), coalesce(e.value, 'null')), ', ' order by e.key)
      from jsonb_each_text(public.lead_content(s.shown)) e
      full join jsonb_each_text(public.lead_content(l)) i on i.key = e.key
      where e.value is distinct from i.value and l.id is not null
    ),
    'has no lead'
  ) as detail
from (select array_agg(c.id) as ids from public.calls c where c.confirmed_at is not null and c.status = 'completed') a
cross join lateral public.shown_leads(a.ids) s
left join public.lead_analytics l on l.call_id = s.call_id
where not exists (select from public.lead_analysis_notes n where n.call_id = s.call_id)
  and (l.id is null or public.lead_content(l) is distinct from public.lead_content(s.shown));

comment on view public.invariant_25_leads_are_as_analysed is 'Calls whose analysis does not show what they and a person''s decisions say. Must be empty; calls that wait for their analysis are left out.';
comment on column public.invariant_25_leads_are_as_analysed.object is 'The table at fault.';
comment on column public.invariant_25_leads_are_as_analysed.key is 'Key of the call.';
comment on column public.invariant_25_leads_are_as_analysed.detail is 'Which fields differ, and how.';
revoke all on public.invariant_25_leads_are_as_analysed from public;
alter view public.invariant_25_leads_are_as_analysed owner to app_definer;
