-- Rollups and figures are written in the transaction that changes what they count, so most of this says "exact"; what is not yet done
-- about them has a number.
create or replace view analytics.freshness with (security_barrier = true) as
select f.object, f.is_exact, f.pending, f.meaning
from (
  values
    ('agg_agent_hourly', true, 0::bigint, 'Written with the call.'),
    ('agg_agent_daily', true, 0, 'Written with the call.'),
    ('agg_tenant_daily', true, 0, 'Written with the call.'),
    (
      'kpi_live', true,
      (select count(*) from (select distinct n.user_id, n.date from public.kpi_notes n where n.date > '-infinity') d),
      'Days that are computed when read, because the stored summary does not have their last change yet.'
    ),
    (
      'fct_leads', not exists (select from public.lead_analysis_notes),
      (select count(distinct n.call_id) from public.lead_analysis_notes n),
      'Calls that have ended and wait for their analysis.'
    ),
    (
      'fct_calls', not exists (select from public.calls c where c.confirmed_at is null),
      (select count(*) from public.calls c where c.confirmed_at is null),
      'Calls whose end the provider has not confirmed: their status, duration and credits may still change.'
    )
) as f (object, is_exact, pending, meaning);

comment on view analytics.freshness is 'One row per view that depends on work done later: how much of it is pending.';
comment on column analytics.freshness.object is 'View of schema analytics.';
comment on column analytics.freshness.is_exact is 'True: it says at this moment all that is known.';
comment on column analytics.freshness.pending is 'How much is not yet done; see meaning.';
comment on column analytics.freshness.meaning is 'What pending counts.';
alter view analytics.freshness owner to app_masker;
revoke all on analytics.freshness from public;
grant select on analytics.freshness to app_analyst;
