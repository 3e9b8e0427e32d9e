create or replace view analytics.fct_credits with (security_barrier = true) as
select
  x.id as transaction_id,
  x.user_id as tenant_id,
  x.seq as entry_number,
  x.type,
  x.amount,
  x.balance_after,
  x.call_id,
  x.created_at,
  (x.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from x.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.credit_transactions x
join analytics.dim_tenants t on t.tenant_id = x.user_id;

comment on view analytics.fct_credits is 'One row per entry of the ledger; the sum of amount is the balance.';
comment on column analytics.fct_credits.transaction_id is 'The entry.';
comment on column analytics.fct_credits.tenant_id is 'The tenant.';
comment on column analytics.fct_credits.entry_number is 'Order of the ledger.';
comment on column analytics.fct_credits.type is 'purchase, usage, bonus, refund or admin adjustment.';
comment on column analytics.fct_credits.amount is 'Positive: added; negative: taken. Unit: credits.';
comment on column analytics.fct_credits.balance_after is 'Balance after this entry. Unit: credits.';
comment on column analytics.fct_credits.call_id is 'Call it is for; null: none or gone.';
comment on column analytics.fct_credits.created_at is 'When it was written.';
comment on column analytics.fct_credits.local_date is 'Local day of created_at.';
comment on column analytics.fct_credits.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_credits.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_credits owner to app_masker;
revoke all on analytics.fct_credits from public;
grant select on analytics.fct_credits to app_analyst;
