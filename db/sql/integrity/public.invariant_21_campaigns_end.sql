-- A campaign is completed if and only if nobody waits and nobody is on a line: not a moment earlier, or a person is never
-- called, and in the transaction that ended the last one, or it stays open for ever.
create or replace view public.invariant_21_campaigns_end with (security_barrier = true) as
select
  'call_campaigns' as object,
  c.id::text as key,
  format('%s with %s people waiting or on a line', c.status, q.open) as detail
from public.call_campaigns c
cross join lateral (
  select count(*) as open
  from public.call_queue x
  where x.campaign_id = c.id and x.status in ('pending', 'processing')
) q
where (c.status = 'completed' and q.open > 0)
  or (c.status = 'active' and q.open = 0);

comment on view public.invariant_21_campaigns_end is 'Completed campaigns with people left, and active ones without any. Must be empty.';
comment on column public.invariant_21_campaigns_end.object is 'The table at fault.';
comment on column public.invariant_21_campaigns_end.key is 'Key of the row at fault.';
comment on column public.invariant_21_campaigns_end.detail is 'What does not fit.';
revoke all on public.invariant_21_campaigns_end from public;
alter view public.invariant_21_campaigns_end owner to app_definer;
