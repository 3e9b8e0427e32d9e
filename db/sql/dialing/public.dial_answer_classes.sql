-- Answers of the provider to "place this call" that prove that there is no call. Rows, not code, because the sources disagree and a
-- change must not need a release. Whatever is not here is ambiguous. Functions only; rows come with migrations.

comment on table public.dial_answer_classes is
  'One row per HTTP status that is a definite no; any other refusal may have placed the call and is resolved by asking.';
comment on column public.dial_answer_classes.http_status is 'Status of the answer to the request that places a call.';
comment on column public.dial_answer_classes.queue_effect is
  'What becomes of the item: fail ends it with the message of the provider, requeue puts it back without counting the attempt.';
comment on column public.dial_answer_classes.breaker_reason is
  'Why dialing as a whole stops for a while after this answer, a stable word; null: it goes on.';
comment on column public.dial_answer_classes.back_off_seconds is
  'For how long, in seconds; 0 without a breaker. A Retry-After of the provider may make it longer.';
comment on column public.dial_answer_classes.switches_agent_off is 'True when the provider does not know the agent: it is switched off here, so that no further person is dialed in vain.';
comment on column public.dial_answer_classes.description is 'What the answer says, in a sentence.';

alter table public.dial_answer_classes enable row level security;
alter table public.dial_answer_classes force row level security;

drop policy if exists dial_answer_classes_all_definer on public.dial_answer_classes;
create policy dial_answer_classes_all_definer on public.dial_answer_classes for all to app_definer
  using (true) with check (true);
comment on policy dial_answer_classes_all_definer on public.dial_answer_classes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dial_answer_classes to app_definer;
