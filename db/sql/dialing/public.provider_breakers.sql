-- A provider that refuses everybody (bad key, empty account, too many requests) must not be asked for every item in turn. While a row is
-- open nothing is claimed. Functions only; the reason reaches the pages through the explanation of a campaign.

comment on table public.provider_breakers is
  'One row per provider that is, or was last, not to be asked.';
comment on column public.provider_breakers.provider is 'The provider.';
comment on column public.provider_breakers.open_until is 'Nothing is dialed through it before this instant; in the past: the breaker is closed.';
comment on column public.provider_breakers.reason is 'Why, for the page: provider_key, provider_balance, provider_limit or provider_unreachable.';
comment on column public.provider_breakers.message is 'What the provider said; null when nothing.';
comment on column public.provider_breakers.opened_at is 'When it was opened last.';

alter table public.provider_breakers enable row level security;
alter table public.provider_breakers force row level security;

drop policy if exists provider_breakers_all_definer on public.provider_breakers;
create policy provider_breakers_all_definer on public.provider_breakers for all to app_definer
  using (true) with check (true);
comment on policy provider_breakers_all_definer on public.provider_breakers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.provider_breakers to app_definer;
