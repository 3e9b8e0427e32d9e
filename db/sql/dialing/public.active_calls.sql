-- A slot is a row: one per call from the claim until the line is free, so a limit is a count of rows and nothing can drift. Releasing is
-- deleting. Never freed by age: only the provider knows whether somebody still talks.

comment on table public.active_calls is
  'One row per slot in use: a call that is being placed, rings, talks or is unresolved.';
comment on column public.active_calls.id is 'Id of the queue item that holds the slot; of the call itself for an adopted slot.';
comment on column public.active_calls.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.active_calls.call_type is 'direct or campaign.';
comment on column public.active_calls.started_at is 'When the slot was taken.';
comment on column public.active_calls.bolna_execution_id is 'Id of the call at the provider; null until the provider has accepted.';
comment on column public.active_calls.metadata is 'Particulars for people who look, such as the attempt.';
comment on column public.active_calls.phone_number is 'Number being called, in E.164; one slot per tenant and number unless adopted.';
comment on column public.active_calls.adopted_key is 'Its own id for an adopted slot, else null: two unadopted slots of one tenant and number are refused.';
comment on column public.active_calls.adopted is
  'True: a call that turned up at the provider after it was given up here; it counts even above the limit, because it exists.';

alter table public.active_calls enable row level security;
alter table public.active_calls force row level security;

drop policy if exists active_calls_select_own on public.active_calls;
create policy active_calls_select_own on public.active_calls for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy active_calls_select_own on public.active_calls is 'A tenant reads its own active calls.';

drop policy if exists active_calls_select_masker on public.active_calls;
create policy active_calls_select_masker on public.active_calls for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy active_calls_select_masker on public.active_calls is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists active_calls_all_definer on public.active_calls;
create policy active_calls_all_definer on public.active_calls for all to app_definer
  using (true) with check (true);
comment on policy active_calls_all_definer on public.active_calls is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.active_calls to app_user;
grant select, insert, update, delete on public.active_calls to app_definer;
grant select on public.active_calls to app_masker;
