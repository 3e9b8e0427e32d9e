-- The long text of a call, apart from the row that is updated often. One per call.

comment on table public.transcripts is
  'One row per call with a transcript: the text and what is known about it.';
comment on column public.transcripts.id is 'Key.';
comment on column public.transcripts.call_id is 'The call; once, deleted with it.';
comment on column public.transcripts.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.transcripts.agent_id is 'Agent that spoke; the row is deleted with it.';
comment on column public.transcripts.transcript_text is 'The whole transcript, one line per turn.';
comment on column public.transcripts.word_count is 'Words in it; null when not counted.';
comment on column public.transcripts.language is 'Language code, such as en; null when unknown.';
comment on column public.transcripts.confidence_score is 'Certainty of the recognition, 0 to 100; null when the provider gives none.';
comment on column public.transcripts.created_at is 'When the row was written.';
comment on column public.transcripts.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.transcripts enable row level security;
alter table public.transcripts force row level security;

drop policy if exists transcripts_select_own on public.transcripts;
create policy transcripts_select_own on public.transcripts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy transcripts_select_own on public.transcripts is 'A tenant reads its own transcripts.';

drop policy if exists transcripts_all_definer on public.transcripts;
create policy transcripts_all_definer on public.transcripts for all to app_definer
  using (true) with check (true);
comment on policy transcripts_all_definer on public.transcripts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.transcripts to app_user;
grant select, insert, update, delete on public.transcripts to app_definer;
