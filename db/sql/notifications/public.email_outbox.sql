-- Mail is written in the transaction that makes it necessary and sent by a job. SMTP cannot be asked whether a message arrived: what broke
-- off before the message was handed over is repeated, what broke off after it is repeated once under the same Message-ID.

comment on table public.email_outbox is
  'One row per mail that is to be sent or was.';
comment on column public.email_outbox.id is 'Key, and the left part of the Message-ID; for a mail with a link the id of the link.';
comment on column public.email_outbox.user_id is 'The tenant it is about; null where there is none yet; deleted with it.';
comment on column public.email_outbox.kind is 'What it says; each kind has a text of its own. What it is about is looked up when it is sent.';
comment on column public.email_outbox.subject_key is 'What it is about: one event makes one mail of a kind, however often it is asked for.';
comment on column public.email_outbox.to_email is 'The one recipient.';
comment on column public.email_outbox.to_name is 'Name of the recipient; null when unknown.';
comment on column public.email_outbox.state is 'queued, sending, sent, failed (refused for good or given up), unknown (nobody knows whether it arrived).';
comment on column public.email_outbox.tries is 'How often it was handed to the mail server.';
comment on column public.email_outbox.unclear_tries is 'How often nobody knew afterwards whether it had arrived: at most one repetition follows.';
comment on column public.email_outbox.next_try_at is 'Not to be sent before this instant.';
comment on column public.email_outbox.lease_until is 'Who sends it has reported by then, or has died; null while nobody sends it.';
comment on column public.email_outbox.last_answer is 'What the mail server said last; null before.';
comment on column public.email_outbox.created_at is 'When it became necessary.';
comment on column public.email_outbox.sent_at is 'When the server took it; null before.';

alter table public.email_outbox enable row level security;
alter table public.email_outbox force row level security;

drop policy if exists email_outbox_all_definer on public.email_outbox;
create policy email_outbox_all_definer on public.email_outbox for all to app_definer
  using (true) with check (true);
comment on policy email_outbox_all_definer on public.email_outbox is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.email_outbox to app_definer;
