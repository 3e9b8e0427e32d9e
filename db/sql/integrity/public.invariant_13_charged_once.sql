-- A call is charged when its end is confirmed, once, and never before. The price is that of the attempt (pinned at the
-- claim) for the talk that was confirmed; what could not be paid is recorded beside it. Calls without an attempt were
-- priced by the settings of their moment, so only the ledger is compared.
create or replace view public.invariant_13_charged_once with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('credits %s, %s usage entries of %s', c.credits, coalesce(t.entries, 0), coalesce(t.amount, 0)) as detail
from public.calls c
left join (
  select x.call_id, count(*) as entries, sum(x.amount) as amount
  from public.credit_transactions x
  where x.type = 'usage' and x.call_id is not null
  group by x.call_id
) t on t.call_id = c.id
where coalesce(t.entries, 0) <> case when c.confirmed_at is not null and c.credits > 0 then 1 else 0 end
  or coalesce(t.amount, 0) <> case when c.confirmed_at is not null then -c.credits else 0 end
union all
select 'calls', c.id::text, format('%s credits and %s short for %s seconds, price %s', c.credits, c.credits_shortfall, c.duration_seconds, x.price)
from public.calls c
join public.call_attempts a on a.id = c.attempt_id
join public.provider_statuses p on p.status = c.provider_status
cross join lateral (
  select case
    when c.confirmed_at is not null and p.may_charge
      then ceil(coalesce(c.duration_seconds, 0)::numeric / a.pulse_seconds) * a.price_per_pulse
    else 0
  end as price
) x
where c.credits + c.credits_shortfall <> x.price;

comment on view public.invariant_13_charged_once is 'Calls that were charged twice, too early, not at all or at another price. Must be empty.';
comment on column public.invariant_13_charged_once.object is 'The table at fault.';
comment on column public.invariant_13_charged_once.key is 'Key of the row at fault.';
comment on column public.invariant_13_charged_once.detail is 'What was charged and what should have been.';
revoke all on public.invariant_13_charged_once from public;
alter view public.invariant_13_charged_once owner to app_definer;
