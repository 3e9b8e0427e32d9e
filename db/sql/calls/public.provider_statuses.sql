-- The one place that knows what the provider's words mean; merge and triggers read it, no code repeats it. It has no tenant and no
-- secret: everybody signed in may read it, only migrations write.

comment on table public.provider_statuses is
  'One row per status word of the provider: its rank and its consequences.';
comment on column public.provider_statuses.status is 'The provider''s word. A word that is not here changes nothing and is asked about.';
comment on column public.provider_statuses.rank is 'Order in the life of a call, 0 to 6; a call never goes to a lower one.';
comment on column public.provider_statuses.is_terminal is 'True: the call is over.';
comment on column public.provider_statuses.frees_line is 'True: the slot is free from this word on, even if the call is not billed yet.';
comment on column public.provider_statuses.call_status is 'What calls.status becomes.';
comment on column public.provider_statuses.queue_outcome is 'What the queue item becomes once confirmed; null exactly when the word is not terminal.';
comment on column public.provider_statuses.is_retryable is 'True: the policy of the campaign may call again.';
comment on column public.provider_statuses.counts_as_attempt is 'False: the call does not use up a retry.';
comment on column public.provider_statuses.may_charge is 'True: talk time of such a call is charged.';
comment on column public.provider_statuses.description is 'What the word says about the call, in a sentence.';

grant select on public.provider_statuses to app_user;
grant select, insert, update, delete on public.provider_statuses to app_definer;
