--! Previous: sha1:cbf4134c5625e92e512a41cda7209952937d07c9
--! Hash: sha1:b3223c96eb88ac376fbc6aa24277c5ad0702a33d
--! Message: Lead analysis, analysts, dashboards, administration

--! split: 1-current.sql
-- Nothing is being written.

--! split: 05-analysts.sql
-- What people query.
create schema analytics;
grant usage on schema analytics to app_owner, app_definer, app_masker, app_analyst;
-- Whoever is to own an object must be allowed to create it where it is.
grant create on schema analytics to app_owner, app_definer, app_masker;
alter default privileges for role app_masker revoke execute on functions from public;

create table analytics.analyst_grant (
  login varchar(63) not null,
  user_id uuid,
  all_tenants boolean not null default false,
  pii boolean not null default false,
  created_at timestamptz not null default now(),
  constraint analyst_grant_login_user_id_key unique nulls not distinct (login, user_id),
  constraint analyst_grant_one_tenant_or_all check (all_tenants = (user_id is null)),
  constraint analyst_grant_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);
create index idx_analyst_grant_user on analytics.analyst_grant (user_id);

set local check_function_bodies = off;
--! Included platform/schemas.sql
-- What the schemas are for. They are created by a migration; who may do what in them stands beside each object.
comment on schema public is
  'The data model and its rules: tables, internal functions, triggers. The API reads tables through views of schema api and writes none.';
comment on schema api is
  'All that the API may touch: views and functions, one to one with its procedures, and the staging table of uploads.';
comment on schema analytics is
  'What people query: documented views whose columns are only ever added to, each showing the tenants that the login may see.';
--! EndIncluded platform/schemas.sql
--! Included analytics/analytics.analyst_grant.sql
-- Which logins see which tenants. Keyed by the name of the login, which SQL cannot change (session_user), and never by a setting, which
-- anybody who can type SQL may change.

comment on table analytics.analyst_grant is
  'One row per login of an analyst and tenant it may see, or one that says all.';
comment on column analytics.analyst_grant.login is 'Name of the PostgreSQL login.';
comment on column analytics.analyst_grant.user_id is 'Tenant it may see; null: all of them. The grant goes with the tenant.';
comment on column analytics.analyst_grant.all_tenants is 'True: all tenants, also future ones.';
comment on column analytics.analyst_grant.pii is 'True: personal data (names, whole numbers, addresses, transcripts) too; else it is masked.';
comment on column analytics.analyst_grant.created_at is 'When it was given.';

alter table analytics.analyst_grant enable row level security;
alter table analytics.analyst_grant force row level security;

drop policy if exists analyst_grant_select_own on analytics.analyst_grant;
create policy analyst_grant_select_own on analytics.analyst_grant for select to app_masker
  using (login = session_user);
comment on policy analyst_grant_select_own on analytics.analyst_grant is 'A login sees its own grants.';

drop policy if exists analyst_grant_all_definer on analytics.analyst_grant;
create policy analyst_grant_all_definer on analytics.analyst_grant for all to app_definer
  using (true) with check (true);
comment on policy analyst_grant_all_definer on analytics.analyst_grant is
  'Functions of ours see all rows; each asks for the grants of its own login only.';

grant select on analytics.analyst_grant to app_masker;
grant select, insert, update, delete on analytics.analyst_grant to app_definer;
--! EndIncluded analytics/analytics.analyst_grant.sql
--! Included analytics/analytics.sees_all_tenants.sql
-- By the login, which SQL cannot change. Runs as the definer because analysts may read no table.
create or replace function analytics.sees_all_tenants()
  returns boolean
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select exists (select from analytics.analyst_grant g where g.login = session_user and g.all_tenants)
$function$;
comment on function analytics.sees_all_tenants is
  'True when the login may see all tenants. Called by granted_tenants and views of schema analytics.';
revoke all on function analytics.sees_all_tenants from public;
grant execute on function analytics.sees_all_tenants to app_analyst, app_masker;
alter function analytics.sees_all_tenants owner to app_definer;
--! EndIncluded analytics/analytics.sees_all_tenants.sql
--! Included analytics/analytics.granted_tenants.sql
-- The one rule of what an analyst sees: every policy for app_masker asks it, once per query. All tenants are listed one by one, so that there is one way to look rows up, by the index on user_id.
create or replace function analytics.granted_tenants()
  returns setof uuid
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select g.user_id from analytics.analyst_grant g where g.login = session_user and g.user_id is not null
  union
  select u.id from public.users u where analytics.sees_all_tenants()
$function$;
comment on function analytics.granted_tenants is
  'The tenants that the login may see. Called by the policies for app_masker and by views of schema analytics.';
revoke all on function analytics.granted_tenants from public;
grant execute on function analytics.granted_tenants to app_analyst, app_masker;
alter function analytics.granted_tenants owner to app_definer;
--! EndIncluded analytics/analytics.granted_tenants.sql
--! Included analytics/analytics.personal_tenants.sql
-- See granted_tenants.
create or replace function analytics.personal_tenants()
  returns setof uuid
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select g.user_id from analytics.analyst_grant g where g.login = session_user and g.pii and g.user_id is not null
  union
  select u.id
  from public.users u
  where exists (select from analytics.analyst_grant g where g.login = session_user and g.pii and g.all_tenants)
$function$;
comment on function analytics.personal_tenants is
  'The tenants whose personal data the login may see. Called by views of schema analytics.';
revoke all on function analytics.personal_tenants from public;
grant execute on function analytics.personal_tenants to app_analyst, app_masker;
alter function analytics.personal_tenants owner to app_definer;
--! EndIncluded analytics/analytics.personal_tenants.sql

--! split: 10-leads.sql
create table public.lead_fields (
  category varchar(100) not null,
  result_name varchar(100) not null,
  field varchar(50) not null,
  kind varchar(20) not null,
  words jsonb,
  unsure_means_review boolean not null default false,
  constraint lead_fields_pkey primary key (category, result_name),
  constraint lead_fields_category_field_key unique (category, field),
  constraint lead_fields_kind_check check (kind in ('score', 'word', 'phrase', 'text', 'list', 'boolean', 'instant', 'day')),
  constraint lead_fields_words_exactly_for_words check ((kind = 'word') = (words is not null)),
  constraint lead_fields_words_are_an_object check (jsonb_typeof(words) = 'object')
);

create table public.lead_phrases (
  field varchar(50) not null,
  pattern text not null,
  label varchar(100),
  constraint lead_phrases_pkey primary key (field, pattern),
  -- Matching once proves that the pattern can be read: one that cannot would stop every analysis.
  constraint lead_phrases_pattern_check check (length(pattern) <= 500 and ('' ~* pattern) is not null)
);

create table public.lead_overrides (
  lead_id uuid not null,
  user_id uuid not null,
  field varchar(50) not null,
  value jsonb,
  reason text not null,
  created_at timestamptz not null default now(),
  constraint lead_overrides_pkey primary key (lead_id, field, user_id),
  constraint lead_overrides_reason_check check (length(btrim(reason)) between 1 and 1000),
  constraint lead_overrides_lead_id_fkey foreign key (lead_id, user_id) references public.lead_analytics (id, user_id) on delete cascade,
  constraint lead_overrides_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);
create index idx_lead_overrides_user on public.lead_overrides (user_id);

create table public.lead_analysis_notes (
  call_id uuid not null,
  user_id uuid not null,
  constraint lead_analysis_notes_call_id_fkey foreign key (call_id, user_id) references public.calls (id, user_id) on delete cascade,
  constraint lead_analysis_notes_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);
create index idx_lead_analysis_notes_call on public.lead_analysis_notes (call_id);
create index idx_lead_analysis_notes_user on public.lead_analysis_notes (user_id);

alter table public.ui_events
  drop constraint ui_events_topic_check,
  add constraint ui_events_topic_check
    check (topic in ('campaigns', 'queue', 'lines', 'calls', 'leads', 'contacts', 'imports', 'credits', 'session', 'resync'));

insert into public.lead_fields (category, result_name, field, kind, words, unsure_means_review) values
  ('Callgres', 'engagement_score', 'engagement_score', 'score', null, false),
  ('Callgres', 'intent_score', 'intent_score', 'score', null, false),
  ('Callgres', 'urgency_score', 'urgency_score', 'score', null, false),
  ('Callgres', 'budget_score', 'budget_score', 'score', null, false),
  ('Callgres', 'fit_score', 'fit_score', 'score', null, false),
  ('Callgres', 'qualification_status', 'qualification_status', 'word',
    '{"qualified": "qualified", "unqualified": "unqualified", "not qualified": "unqualified", "disqualified": "unqualified", "needs_review": "needs_review", "needs review": "needs_review", "unsure": "needs_review"}', true),
  ('Callgres', 'call_outcome', 'call_outcome', 'word',
    '{"meeting_booked": "meeting_booked", "meeting booked": "meeting_booked", "callback_scheduled": "callback_scheduled", "callback scheduled": "callback_scheduled", "not_interested": "not_interested", "not interested": "not_interested", "wrong_number": "wrong_number", "wrong number": "wrong_number", "voicemail": "voicemail", "follow_up_needed": "follow_up_needed", "follow-up needed": "follow_up_needed", "qualified": "qualified", "unqualified": "unqualified", "needs_review": "needs_review"}', false),
  ('Callgres', 'decision_timeline', 'decision_timeline', 'phrase', null, false),
  ('Callgres', 'budget_range', 'budget_range', 'phrase', null, false),
  ('Callgres', 'decision_maker', 'decision_maker', 'boolean', null, false),
  ('Callgres', 'key_topics', 'key_topics', 'list', null, false),
  ('Callgres', 'pain_points', 'pain_points', 'list', null, false),
  ('Callgres', 'objections', 'objections', 'list', null, false),
  ('Callgres', 'next_steps', 'next_steps', 'list', null, false),
  ('Callgres', 'competitor_mentions', 'competitor_mentions', 'list', null, false),
  ('Callgres', 'meeting_scheduled_at', 'meeting_scheduled_at', 'instant', null, false),
  ('Callgres', 'follow_up_date', 'follow_up_date', 'day', null, false),
  ('Callgres', 'notes', 'notes', 'text', null, false);

insert into public.lead_phrases (field, pattern, label) values
  ('cta_pricing_clicks', '\m(price|prices|pricing|quote)\M|\mhow much\M|\mwhat (does|would|will) (it|that|this) cost\M', null),
  ('cta_demo_clicks', '\m(demo|demonstration)\M|\mshow me\M|\msee it (in action|working)\M', null),
  ('cta_followup_clicks', '\mcall (me )?(again|back|at|on|tomorrow|later|next)\M|\m(ring|phone) me (back|again|later|tomorrow)\M', null),
  ('cta_sample_clicks', '\m(sample|samples|trial|try it out)\M', null),
  ('cta_human_escalations', '\m(real|actual) person\M|\mhuman( being)?\M|\m(speak|talk) (to|with) (someone|somebody|a person|your manager|an agent)\M', null),
  ('objections', '\mtoo (expensive|dear|costly)\M|\m(no|not in the) budget\M', 'price'),
  ('objections', '\mnot interested\M|\mno need\M|\mdon''t need\M', 'no need'),
  ('objections', '\m(no|not the right) time\M|\mtoo busy\M', 'no time');

set local check_function_bodies = off;
--! Included leads/public.lead_fields.sql
-- How an analysis by the provider becomes columns of lead_analytics: rules as rows, so that a new question to the provider is a row
-- here and no code. It has no tenant and no secret: everybody signed in may read it, only migrations write.

comment on table public.lead_fields is
  'One row per result of the provider''s analysis that we use: which column it fills and how it is read.';
comment on column public.lead_fields.category is 'Category of the result at the provider.';
comment on column public.lead_fields.result_name is 'Name of the result within its category.';
comment on column public.lead_fields.field is 'Column of lead_analytics that it fills.';
comment on column public.lead_fields.kind is
  'How the text is read: score (0 to 100), word (one of ours), phrase (100 characters), text, list (one entry per line), boolean, instant, day.';
comment on column public.lead_fields.words is
  'For kind word: object from what the provider may say, in lower case, to our word. What is not in it is not used.';
comment on column public.lead_fields.unsure_means_review is
  'True: when the provider calls its confidence in this result low, a person has to look at the lead.';

grant select on public.lead_fields to app_user;
grant select, insert, update, delete on public.lead_fields to app_definer;
--! EndIncluded leads/public.lead_fields.sql
--! Included leads/public.lead_phrases.sql
-- What is read from the words of the person on the line, beside what the provider's analysis says. It has no tenant and no secret:
-- everybody signed in may read it, only migrations write.

comment on table public.lead_phrases is
  'One row per pattern that is looked for in what the person said.';
comment on column public.lead_phrases.field is
  'Column of lead_analytics: one that counts (cta_...), or a list.';
comment on column public.lead_phrases.pattern is 'Regular expression, matched without regard to case against one turn of the person.';
comment on column public.lead_phrases.label is 'Entry of the list when the pattern is found; null for columns that count.';

grant select on public.lead_phrases to app_user;
grant select, insert, update, delete on public.lead_phrases to app_definer;
--! EndIncluded leads/public.lead_phrases.sql
--! Included leads/public.lead_overrides.sql
-- A person knows better than the analysis: the value stands here, apart from the machine's (lead_analytics.ai_analysis -> 'values'), and
-- is what lead_analytics shows and the rollups count. Analysing the call again changes the machine's value only. A tenant is one person,
-- so user_id is also who did it.

comment on table public.lead_overrides is
  'One row per field of a lead that a person has decided.';
comment on column public.lead_overrides.lead_id is 'The lead; deleted with it.';
comment on column public.lead_overrides.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_overrides.field is 'Column of lead_analytics.';
comment on column public.lead_overrides.value is 'The person''s value; JSON null says that there is none.';
comment on column public.lead_overrides.reason is 'Why, in the person''s words.';
comment on column public.lead_overrides.created_at is 'When it was decided.';

alter table public.lead_overrides enable row level security;
alter table public.lead_overrides force row level security;

drop policy if exists lead_overrides_select_own on public.lead_overrides;
create policy lead_overrides_select_own on public.lead_overrides for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_overrides_select_own on public.lead_overrides is 'A tenant reads its own decisions.';

drop policy if exists lead_overrides_select_masker on public.lead_overrides;
create policy lead_overrides_select_masker on public.lead_overrides for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_overrides_select_masker on public.lead_overrides is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_overrides_all_definer on public.lead_overrides;
create policy lead_overrides_all_definer on public.lead_overrides for all to app_definer
  using (true) with check (true);
comment on policy lead_overrides_all_definer on public.lead_overrides is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_overrides to app_user;
grant select, insert, update, delete on public.lead_overrides to app_definer;
grant select on public.lead_overrides to app_masker;
--! EndIncluded leads/public.lead_overrides.sql
--! Included leads/public.lead_analysis_notes.sql
-- Which calls have something new to analyse. Append-only and without a unique key on purpose: "note only if not noted" may meet the very
-- note that the analysis is deleting, and the call would stay as it was for ever. Functions only.

comment on table public.lead_analysis_notes is
  'One row per change of what a call''s analysis is made of; calls repeat.';
comment on column public.lead_analysis_notes.call_id is 'The call; the note goes with it.';
comment on column public.lead_analysis_notes.user_id is 'The tenant the row belongs to; deleted with it.';

alter table public.lead_analysis_notes enable row level security;
alter table public.lead_analysis_notes force row level security;

drop policy if exists lead_analysis_notes_select_masker on public.lead_analysis_notes;
create policy lead_analysis_notes_select_masker on public.lead_analysis_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_analysis_notes_select_masker on public.lead_analysis_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_analysis_notes_all_definer on public.lead_analysis_notes;
create policy lead_analysis_notes_all_definer on public.lead_analysis_notes for all to app_definer
  using (true) with check (true);
comment on policy lead_analysis_notes_all_definer on public.lead_analysis_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.lead_analysis_notes to app_definer;
grant select on public.lead_analysis_notes to app_masker;
--! EndIncluded leads/public.lead_analysis_notes.sql
--! Included leads/public.lead_value.sql
-- One value of an analysis, read as its kind says. A model wrote it after listening to strangers: what does not fit is no value, and
-- no text can make this fail, or one call would hold up all others.
create or replace function public.lead_value(p_kind text, p_words jsonb, p_text text)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case p_kind
    when 'score' then
      case when x.said ~ '^[0-9]{1,3}(\.[0-9]{1,20})?$' and x.said::numeric <= 100 then to_jsonb(round(x.said::numeric, 2)) end
    when 'word' then p_words -> lower(x.said)
    when 'phrase' then to_jsonb(left(x.said, 100))
    when 'text' then to_jsonb(left(x.said, 5000))
    when 'boolean' then
      case lower(x.said) when 'true' then 'true'::jsonb when 'yes' then 'true' when 'false' then 'false' when 'no' then 'false' end
    when 'instant' then to_jsonb(public.safe_timestamptz(x.said))
    when 'day' then to_jsonb((public.safe_timestamptz(left(x.said, 10) || 'T12:00:00Z') at time zone 'UTC')::date)
    when 'list' then (
      select jsonb_agg(left(e.entry, 200) order by e.place)
      from (
        select btrim(l.line, E' \t\r-*') as entry, min(l.place) as place
        from string_to_table(x.said, E'\n') with ordinality as l (line, place)
        where btrim(l.line, E' \t\r-*') <> ''
        group by 1
        order by 2
        limit 50
      ) e
    )
  end
  from (select nullif(nullif(btrim(p_text, E' \t\r\n'), ''), 'null') as said) x
  where x.said is not null
$function$;
comment on function public.lead_value is
  'A text as the value of a kind of lead_fields: number, word, text, list, boolean, instant or day as JSON; null when it is none. Called by lead_result_facts and override_lead.';
revoke all on function public.lead_value from public;
grant execute on function public.lead_value to app_definer;
--! EndIncluded leads/public.lead_value.sql
--! Included leads/public.lead_phrase_facts.sql
-- Only turns of the person count: what the agent offers is no wish of theirs. A turn that matches several patterns of a column counts
-- once. The text is cut, because its length is a stranger's choice.
create or replace function public.lead_phrase_facts(p_transcript text)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(jsonb_object_agg(f.field, f.value), '{}')
  from (
    select p.field,
      case
        when bool_and(p.label is null) then to_jsonb(count(distinct t.place))
        else jsonb_agg(distinct p.label) filter (where p.label is not null)
      end as value
    from regexp_split_to_table(left(p_transcript, 200000), E'\n') with ordinality as t (turn, place)
    join public.lead_phrases p on t.turn ~* p.pattern
    where t.turn ilike 'user:%'
    group by p.field
  ) f
$function$;
comment on function public.lead_phrase_facts is
  'What the patterns of lead_phrases find in a transcript (a line per turn, the person''s begin with user:): object from field to a count of turns or a list of labels. Called by lead_facts.';
revoke all on function public.lead_phrase_facts from public;
grant execute on function public.lead_phrase_facts to app_definer;
--! EndIncluded leads/public.lead_phrase_facts.sql
--! Included leads/public.lead_result_facts.sql
-- A result that the provider itself calls invalid is dropped.
create or replace function public.lead_result_facts(p_extracted jsonb)
  returns table (facts jsonb, is_unsure boolean)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select
    coalesce(jsonb_object_agg(v.field, v.value order by v.category) filter (where v.value is not null), '{}'),
    coalesce(bool_or(v.unsure_means_review and v.value is not null and v.is_low), false)
  from (
    select f.category, f.field, f.unsure_means_review,
      public.lead_value(f.kind, f.words, coalesce(nullif(r.result ->> 'objective', ''), r.result ->> 'subjective')) as value,
      coalesce(lower(r.result ->> 'confidence_label') = 'low', false) as is_low
    from public.lead_fields f
    cross join lateral (select p_extracted #> array[f.category, f.result_name]::text[] as result) r
    where jsonb_typeof(r.result) = 'object'
      and r.result #>> '{validation,is_valid}' is distinct from 'false'
  ) v
$function$;
comment on function public.lead_result_facts is
  'What the provider''s analysis of a call (extracted_data) says, by the rules of lead_fields: object from field to value, and whether a person has to look because it was unsure. Called by lead_facts.';
revoke all on function public.lead_result_facts from public;
grant execute on function public.lead_result_facts to app_definer;
--! EndIncluded leads/public.lead_result_facts.sql
--! Included leads/public.lead_facts.sql
-- What the machine makes of a call, all fields of it. What the provider's analysis says goes before what phrases suggest. A lead about
-- which the analysis decides nothing, or is unsure, is for a person to decide; a machine that answered is nobody to decide about.
create or replace function public.lead_facts(p_extracted jsonb, p_transcript text, p_is_voicemail boolean)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select (f.facts - array['call_outcome', 'qualification_status']) || jsonb_strip_nulls(jsonb_build_object(
    'call_outcome', f.outcome,
    'qualification_status', f.qualification,
    'lifecycle_status',
    case
      when f.qualification = 'qualified' then 'qualified'
      when f.outcome in ('voicemail', 'wrong_number') then 'new'
      else 'contacted'
    end
  ))
  from (
    select x.facts, x.outcome,
      case
        when x.said is not null and not x.is_unsure then x.said
        when x.said is null and x.outcome is not distinct from 'voicemail' then null
        else 'needs_review'
      end as qualification
    from (
      select public.lead_phrase_facts(p_transcript) || r.facts as facts,
        r.facts ->> 'qualification_status' as said,
        r.is_unsure,
        coalesce(r.facts ->> 'call_outcome', case when p_is_voicemail then 'voicemail' end) as outcome
      from public.lead_result_facts(p_extracted) r
    ) x
  ) f
$function$;
comment on function public.lead_facts is
  'Object from fields of lead_analytics to the values that the machine gives them, from the provider''s analysis, the transcript and its voicemail mark (each may be null). Called by shown_leads.';
revoke all on function public.lead_facts from public;
grant execute on function public.lead_facts to app_definer;
--! EndIncluded leads/public.lead_facts.sql
--! Included leads/public.shown_leads.sql
-- What lead_analytics has to say about calls: the machine's values, and over them what a person has decided. The one definition, for the
-- analysis, for decisions of persons and for the invariant.
create or replace function public.shown_leads(p_call_ids uuid[])
  returns table (call_id uuid, shown public.lead_analytics)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select c.id,
    jsonb_populate_record(
      null::public.lead_analytics,
      jsonb_build_object(
        'key_topics', '[]'::jsonb, 'pain_points', '[]'::jsonb, 'objections', '[]'::jsonb, 'next_steps', '[]'::jsonb,
        'competitor_mentions', '[]'::jsonb, 'cta_pricing_clicks', 0, 'cta_demo_clicks', 0, 'cta_followup_clicks', 0,
        'cta_sample_clicks', 0, 'cta_human_escalations', 0
      )
      || m.facts
      || coalesce(h.decided, '{}')
      || jsonb_build_object(
        'call_id', c.id, 'user_id', c.user_id, 'agent_id', c.agent_id, 'contact_id', c.contact_id,
        'ai_analysis', jsonb_build_object('values', m.facts, 'results', c.metadata -> 'extracted_data')
      )
    )
  from public.calls c
  cross join lateral (
    select public.lead_facts(
      c.metadata -> 'extracted_data', c.transcript, c.metadata ->> 'answered_by_voice_mail' = 'true'
    ) as facts
    offset 0
  ) m
  left join lateral (
    select jsonb_object_agg(o.field, o.value) as decided
    from public.lead_analytics l
    join public.lead_overrides o on o.lead_id = l.id
    where l.call_id = c.id
  ) h on true
  where c.id = any (p_call_ids)
    and c.confirmed_at is not null
    and c.status = 'completed'
    and (
      jsonb_typeof(c.metadata -> 'extracted_data') = 'object'
      or c.transcript is not null
      or c.metadata ->> 'answered_by_voice_mail' = 'true'
    )
$function$;
comment on function public.shown_leads is
  'For those of the calls that can be analysed, the row that lead_analytics has to show (without id, day, hour and times). Called by write_leads and invariant_25_leads_are_as_analysed.';
revoke all on function public.shown_leads from public;
grant execute on function public.shown_leads to app_definer;
--! EndIncluded leads/public.shown_leads.sql
--! Included leads/public.lead_content.sql
-- What makes two versions of a lead different: everything but keys, stamps, times and what is computed from the rest.
create or replace function public.lead_content(p_lead public.lead_analytics)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  return to_jsonb(p_lead) - array['id', 'agent_id', 'contact_id', 'local_date', 'local_hour', 'total_score', 'created_at', 'updated_at'];
comment on function public.lead_content is
  'A lead as an object without keys, stamps, times and total. Called by write_leads and invariant_25_leads_are_as_analysed.';
revoke all on function public.lead_content from public;
grant execute on function public.lead_content to app_definer;
--! EndIncluded leads/public.lead_content.sql
--! Included leads/public.write_leads.sql
-- The one writer of lead_analytics. The calls are locked first, in the order of their ids, like the event applier does: what is read
-- then is the newest, so of two writers the later one has the last word, and a person's decision in between is seen.
-- Locks: calls, leads, rollups. What changes nothing fires nothing.
create or replace function public.write_leads(p_call_ids uuid[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_written integer;
begin
  perform 1 from public.calls c where c.id = any (p_call_ids) order by c.id for no key update;

  insert into public.lead_analytics as l (
    call_id, user_id, agent_id, contact_id, engagement_score, intent_score, urgency_score, budget_score, fit_score, qualification_status,
    lifecycle_status, key_topics, pain_points, objections, next_steps, competitor_mentions, decision_timeline, budget_range, decision_maker,
    call_outcome, meeting_scheduled_at, follow_up_date, notes, ai_analysis, cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks,
    cta_sample_clicks, cta_human_escalations, created_at, updated_at
  )
  select
    s.call_id, (s.shown).user_id, (s.shown).agent_id, (s.shown).contact_id, (s.shown).engagement_score, (s.shown).intent_score,
    (s.shown).urgency_score, (s.shown).budget_score, (s.shown).fit_score, (s.shown).qualification_status, (s.shown).lifecycle_status,
    (s.shown).key_topics, (s.shown).pain_points, (s.shown).objections, (s.shown).next_steps, (s.shown).competitor_mentions,
    (s.shown).decision_timeline, (s.shown).budget_range, (s.shown).decision_maker, (s.shown).call_outcome, (s.shown).meeting_scheduled_at,
    (s.shown).follow_up_date, (s.shown).notes, (s.shown).ai_analysis, (s.shown).cta_pricing_clicks, (s.shown).cta_demo_clicks,
    (s.shown).cta_followup_clicks, (s.shown).cta_sample_clicks, (s.shown).cta_human_escalations, p_now, p_now
  from public.shown_leads(p_call_ids) s
  order by s.call_id
  on conflict (call_id) do update
  set (
    engagement_score, intent_score, urgency_score, budget_score, fit_score, qualification_status, lifecycle_status, key_topics, pain_points,
    objections, next_steps, competitor_mentions, decision_timeline, budget_range, decision_maker, call_outcome, meeting_scheduled_at,
    follow_up_date, notes, ai_analysis, cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks, cta_sample_clicks, cta_human_escalations,
    updated_at
  ) = row (
    excluded.engagement_score, excluded.intent_score, excluded.urgency_score, excluded.budget_score, excluded.fit_score,
    excluded.qualification_status, excluded.lifecycle_status, excluded.key_topics, excluded.pain_points, excluded.objections,
    excluded.next_steps, excluded.competitor_mentions, excluded.decision_timeline, excluded.budget_range, excluded.decision_maker,
    excluded.call_outcome, excluded.meeting_scheduled_at, excluded.follow_up_date, excluded.notes, excluded.ai_analysis,
    excluded.cta_pricing_clicks, excluded.cta_demo_clicks, excluded.cta_followup_clicks, excluded.cta_sample_clicks,
    excluded.cta_human_escalations, excluded.updated_at
  )
  where public.lead_content(l) is distinct from public.lead_content(excluded);
  get diagnostics v_written = row_count;
  return v_written;
end
$function$;
comment on function public.write_leads is
  'Brings lead_analytics to what the calls and the persons'' decisions say and returns how many rows changed. Called by analyse_calls, override_lead and withdraw_lead_override.';
revoke all on function public.write_leads from public;
alter function public.write_leads owner to app_definer;
--! EndIncluded leads/public.write_leads.sql
--! Included leads/public.analyse_calls.sql
-- First the notes are deleted, then the calls are read: what is written after that is noted again. Beside the applier, never in it:
-- a person who waits for the next call does not wait for an analysis.
create or replace function public.analyse_calls(p_limit integer default 200, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_calls uuid[];
begin
  with due as (
    select n.ctid
    from public.lead_analysis_notes n
    limit p_limit
    for update skip locked
  ),
  taken as (
    delete from public.lead_analysis_notes n
    using due
    where n.ctid = due.ctid
    returning n.call_id
  )
  select array_agg(distinct t.call_id) into v_calls from taken t;
  if v_calls is null then
    return false;
  end if;
  perform public.write_leads(v_calls, p_now);
  return true;
end
$function$;
comment on function public.analyse_calls is
  'Analyses the calls of up to p_limit notes into lead_analytics; returns whether there may be more. Called by the job call__analyse.';
revoke all on function public.analyse_calls from public;
grant execute on function public.analyse_calls to app_worker;
alter function public.analyse_calls owner to app_definer;
--! EndIncluded leads/public.analyse_calls.sql
--! Included leads/public.note_calls_to_analyse.sql
-- The job is asked for every time: one that is running may have looked before this transaction commits.
create or replace function public.note_calls_to_analyse()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.lead_analysis_notes (call_id, user_id)
  select n.id, n.user_id
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null
    and n.status = 'completed'
    and (
      o.confirmed_at is null
      or n.transcript is distinct from o.transcript
      or (n.metadata -> 'extracted_data', n.metadata -> 'answered_by_voice_mail')
        is distinct from (o.metadata -> 'extracted_data', o.metadata -> 'answered_by_voice_mail')
    )
  order by n.id;
  if found then
    perform public.add_job('call__analyse', '{}', 'call__analyse');
  end if;
  return null;
end
$function$;
comment on function public.note_calls_to_analyse is
  'Trigger of calls: notes those whose confirmed end or changed text gives something new to analyse, and has a job look at them.';
revoke all on function public.note_calls_to_analyse from public;
alter function public.note_calls_to_analyse owner to app_definer;
--! EndIncluded leads/public.note_calls_to_analyse.sql
--! Included leads/public.note_calls_to_analyse_on_insert.sql
-- See note_calls_to_analyse.
create or replace function public.note_calls_to_analyse_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.lead_analysis_notes (call_id, user_id)
  select n.id, n.user_id
  from new_rows n
  where n.confirmed_at is not null and n.status = 'completed'
  order by n.id;
  if found then
    perform public.add_job('call__analyse', '{}', 'call__analyse');
  end if;
  return null;
end
$function$;
comment on function public.note_calls_to_analyse_on_insert is
  'Trigger of calls: notes those stored with a confirmed end, and has a job analyse them.';
revoke all on function public.note_calls_to_analyse_on_insert from public;
alter function public.note_calls_to_analyse_on_insert owner to app_definer;
--! EndIncluded leads/public.note_calls_to_analyse_on_insert.sql
--! Included leads/public.lock_own_lead.sql
-- The call is locked before the lead is looked at: see write_leads.
create or replace function public.lock_own_lead(p_lead_id uuid, p_user_id uuid)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call_id uuid;
begin
  select c.id
  into v_call_id
  from public.lead_analytics l
  join public.calls c on c.id = l.call_id
  where l.id = p_lead_id and l.user_id = p_user_id
  for no key update of c;
  if v_call_id is null then
    raise sqlstate 'VC404' using
      message = 'lead_not_found',
      detail = format('lead %s', p_lead_id),
      hint = 'This lead no longer exists.';
  end if;
  return v_call_id;
end
$function$;
comment on function public.lock_own_lead is
  'Locks the call of a tenant''s lead and returns its id. Called by override_lead and withdraw_lead_override. Raises lead_not_found.';
revoke all on function public.lock_own_lead from public;
grant execute on function public.lock_own_lead to app_definer;
--! EndIncluded leads/public.lock_own_lead.sql
--! Included leads/api.leads.sql
create or replace view api.leads with (security_invoker = true) as
select
  l.id, l.call_id, l.agent_id, l.contact_id, l.engagement_score, l.intent_score, l.urgency_score, l.budget_score, l.fit_score, l.total_score,
  l.qualification_status, l.lifecycle_status, l.call_outcome, l.key_topics, l.pain_points, l.objections, l.next_steps, l.competitor_mentions,
  l.decision_timeline, l.budget_range, l.decision_maker, l.meeting_scheduled_at, l.follow_up_date, l.notes,
  l.ai_analysis -> 'values' as machine_values,
  coalesce(
    (
      select jsonb_object_agg(o.field, jsonb_build_object('value', o.value, 'reason', o.reason, 'at', o.created_at))
      from public.lead_overrides o
      where o.lead_id = l.id
    ),
    '{}'
  ) as decisions,
  l.updated_at
from public.lead_analytics l;
comment on view api.leads is 'One row per analysed call: what is known about the person as a lead.';
comment on column api.leads.id is 'The lead.';
comment on column api.leads.call_id is 'The call it comes from.';
comment on column api.leads.agent_id is 'Who talked.';
comment on column api.leads.contact_id is 'With whom.';
comment on column api.leads.engagement_score is 'How engaged the person was. Unit: 0 to 100.';
comment on column api.leads.intent_score is 'How much the person wants to buy. Unit: 0 to 100.';
comment on column api.leads.urgency_score is 'How soon. Unit: 0 to 100.';
comment on column api.leads.budget_score is 'How well the budget fits. Unit: 0 to 100.';
comment on column api.leads.fit_score is 'How well the offer fits. Unit: 0 to 100.';
comment on column api.leads.total_score is 'Mean of the known scores. Unit: 0 to 100.';
comment on column api.leads.qualification_status is 'qualified, unqualified or needs_review; null when there is nobody to decide about.';
comment on column api.leads.lifecycle_status is 'Where the lead stands on its way to a customer.';
comment on column api.leads.call_outcome is 'How the call ended.';
comment on column api.leads.key_topics is 'What was talked about.';
comment on column api.leads.pain_points is 'What troubles the person.';
comment on column api.leads.objections is 'What the person held against it.';
comment on column api.leads.next_steps is 'What was agreed to happen next.';
comment on column api.leads.competitor_mentions is 'Competitors that were named.';
comment on column api.leads.decision_timeline is 'When the person means to decide.';
comment on column api.leads.budget_range is 'Budget in words.';
comment on column api.leads.decision_maker is 'Whether the person decides.';
comment on column api.leads.meeting_scheduled_at is 'When a meeting was agreed for.';
comment on column api.leads.follow_up_date is 'Day on which to follow up.';
comment on column api.leads.notes is 'Free text.';
comment on column api.leads.machine_values is 'What the analysis says by itself: object from field to value.';
comment on column api.leads.decisions is E'What a person has decided: object from field to value, reason and instant.\n@notNull';
comment on column api.leads.updated_at is 'When it last changed.';
grant select on api.leads to app_user, app_definer;
--! EndIncluded leads/api.leads.sql
--! Included leads/api.find_lead.sql
create or replace function api.find_lead(p_call_id uuid)
  returns setof api.leads
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select l.* from api.leads l where l.call_id = p_call_id;
end
$function$;
comment on function api.find_lead is
  'The lead that comes from a call; no row when the call has not been analysed. Raises not_signed_in.';
revoke all on function api.find_lead from public;
grant execute on function api.find_lead to app_user;
--! EndIncluded leads/api.find_lead.sql
--! Included leads/api.override_lead.sql
create or replace function api.override_lead(p_lead_id uuid, p_field text, p_value text, p_reason text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_reason text := public.require_reason(p_reason);
  v_call_id uuid := public.lock_own_lead(p_lead_id, v_user_id);
  v_rule public.lead_fields;
  v_value jsonb;
  v_lead api.leads;
begin
  select f.* into v_rule from public.lead_fields f where f.field = p_field order by f.category limit 1;
  if not found then
    raise sqlstate 'VC400' using
      message = 'lead_field_unknown',
      detail = format('field %s', p_field),
      hint = 'This field of a lead cannot be decided by a person.';
  end if;
  v_value := public.lead_value(v_rule.kind, v_rule.words, p_value);
  if v_value is null and nullif(btrim(p_value), '') is not null then
    raise sqlstate 'VC400' using
      message = 'lead_value_invalid',
      detail = format('%s of kind %s', p_field, v_rule.kind),
      hint = 'This value does not fit the field: a score is a number from 0 to 100, a day is written like 2031-05-30, an instant like 2031-05-30T14:00:00Z, and a choice is one of the listed words.';
  end if;
  insert into public.lead_overrides as o (lead_id, user_id, field, value, reason, created_at)
  values (p_lead_id, v_user_id, p_field, coalesce(v_value, 'null'), v_reason, p_now)
  on conflict (lead_id, field, user_id) do update set value = excluded.value, reason = excluded.reason, created_at = excluded.created_at;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.override_lead is
  'Puts a person''s value, with the reason, over that of the analysis; an empty value says that there is none. Returns the lead. Raises not_signed_in, lead_not_found, lead_field_unknown, lead_value_invalid, reason_missing.';
revoke all on function api.override_lead from public;
grant execute on function api.override_lead to app_user;
alter function api.override_lead owner to app_definer;
--! EndIncluded leads/api.override_lead.sql
--! Included leads/api.withdraw_lead_override.sql
create or replace function api.withdraw_lead_override(p_lead_id uuid, p_field text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call_id uuid := public.lock_own_lead(p_lead_id, public.require_user());
  v_lead api.leads;
begin
  delete from public.lead_overrides o where o.lead_id = p_lead_id and o.field = p_field;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.withdraw_lead_override is
  'Takes a person''s value back, so that the lead shows that of the analysis again; nothing happens when there is none. Returns the lead. Raises not_signed_in, lead_not_found.';
revoke all on function api.withdraw_lead_override from public;
grant execute on function api.withdraw_lead_override to app_user;
alter function api.withdraw_lead_override owner to app_definer;
--! EndIncluded leads/api.withdraw_lead_override.sql
--! Included leads/public.publish_leads.sql
-- Tells open tabs which calls have a new or another analysis.
create or replace function public.publish_leads()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'leads', n.call_id
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_leads is
  'Trigger of lead_analytics: writes a live event for each call with a new or changed analysis.';
revoke all on function public.publish_leads from public;
alter function public.publish_leads owner to app_definer;
--! EndIncluded leads/public.publish_leads.sql
--! Included leads/public.lead_analytics.triggers.sql
-- Everything that an analysis sets off.
create or replace trigger _100_stamp_lead
  before insert on public.lead_analytics
  for each row execute function public.stamp_lead();
comment on trigger _100_stamp_lead on public.lead_analytics is 'A lead is filed under the day and hour of its call.';

create or replace trigger trg_leads_daily_analytics
  after update on public.lead_analytics
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_agent_scores_from_lead_analytics();
comment on trigger trg_leads_daily_analytics on public.lead_analytics is 'Changed scores and qualifications reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.roll_up_leads_on_insert();
comment on trigger trg_leads_daily_analytics_on_insert on public.lead_analytics is 'New analyses reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_delete
  after delete on public.lead_analytics
  referencing old table as old_rows
  for each statement execute function public.roll_up_leads_on_delete();
comment on trigger trg_leads_daily_analytics_on_delete on public.lead_analytics is 'Deleted analyses leave the rollups.';

create or replace trigger z_900_publish
  after update on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.publish_leads();
comment on trigger z_900_publish on public.lead_analytics is 'Open tabs learn of changed analyses.';

create or replace trigger z_900_publish_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.publish_leads();
comment on trigger z_900_publish_on_insert on public.lead_analytics is 'Open tabs learn of new analyses.';
--! EndIncluded leads/public.lead_analytics.triggers.sql
--! Included calls/public.calls.triggers.sql
-- Everything that a write to calls sets off, in firing order, which is the lock order: attempts and items, wallets,
-- contacts, leads, slots, rollups, campaigns, then inserts. A webhook only raises the status and may free the slot; queue,
-- money, counters and completion act when confirmed_at is set.
create or replace trigger update_calls_updated_at
  before update on public.calls
  for each row execute function public.update_updated_at_column();
comment on trigger update_calls_updated_at on public.calls is 'Keeps updated_at.';

create or replace trigger _510_settle_queue_items
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_queue_items();
comment on trigger _510_settle_queue_items on public.calls is 'A confirmed end closes the attempt and ends the person''s item or schedules a retry.';

create or replace trigger _520_settle_credits
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_credits();
comment on trigger _520_settle_credits on public.calls is 'A confirmed end releases the hold and charges the price.';

create or replace trigger _530_count_call_outcomes
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.count_call_outcomes();
comment on trigger _530_count_call_outcomes on public.calls is 'A confirmed end is counted at its contact.';

create or replace trigger _530_count_call_outcomes_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.count_call_outcomes_on_insert();
comment on trigger _530_count_call_outcomes_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their contacts.';

create or replace trigger _530_count_call_outcomes_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.count_call_outcomes_on_delete();
comment on trigger _530_count_call_outcomes_on_delete on public.calls is 'Deleted calls are taken out of the counters of their contacts.';

create or replace trigger _540_restamp_leads
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_leads();
comment on trigger _540_restamp_leads on public.calls is 'Leads are filed under the day and hour of their call.';

create or replace trigger cleanup_active_calls_on_status_change
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.cleanup_active_calls_on_status_change();
comment on trigger cleanup_active_calls_on_status_change on public.calls is 'A free line frees its slot, on the hint of a webhook already.';

create or replace trigger trg_calls_daily_analytics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.roll_up_calls();
comment on trigger trg_calls_daily_analytics on public.calls is 'What a call counts now, less what it counted, reaches the rollups.';

create or replace trigger trg_calls_daily_analytics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.roll_up_calls_on_insert();
comment on trigger trg_calls_daily_analytics_on_insert on public.calls is 'New calls reach the rollups.';

create or replace trigger trg_calls_daily_analytics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.roll_up_calls_on_delete();
comment on trigger trg_calls_daily_analytics_on_delete on public.calls is 'Deleted calls leave the rollups.';

create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.note_kpi_of_deleted_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.calls is 'The stored summary of the day is old now.';

create or replace trigger update_campaign_statistics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_campaign_statistics();
comment on trigger update_campaign_statistics on public.calls is 'A confirmed end is counted at its campaign, which may be finished by it.';

create or replace trigger update_campaign_statistics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.update_campaign_statistics_on_insert();
comment on trigger update_campaign_statistics_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their campaigns.';

create or replace trigger update_campaign_statistics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.update_campaign_statistics_on_delete();
comment on trigger update_campaign_statistics_on_delete on public.calls is 'Deleted calls are taken out of the counters of their campaigns.';

create or replace trigger z_800_store_transcripts
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.store_transcripts();
comment on trigger z_800_store_transcripts on public.calls is 'Keeps the text of calls in transcripts.';

create or replace trigger z_810_note_calls_to_analyse
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.note_calls_to_analyse();
comment on trigger z_810_note_calls_to_analyse on public.calls is 'A confirmed call, or one with new text, waits for its analysis.';

create or replace trigger z_810_note_calls_to_analyse_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_calls_to_analyse_on_insert();
comment on trigger z_810_note_calls_to_analyse_on_insert on public.calls is 'Calls stored with a confirmed end wait for their analysis.';

create or replace trigger z_900_publish
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.publish_call_changes();
comment on trigger z_900_publish on public.calls is 'Open tabs learn which calls have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.publish_new_calls();
comment on trigger z_900_publish_on_insert on public.calls is 'Open tabs learn of new calls.';
--! EndIncluded calls/public.calls.triggers.sql
--! Included integrity/public.invariant_25_leads_are_as_analysed.sql
-- What lead_analytics shows is what its call says and a person has decided, unless the call waits for its analysis. Leads of calls that
-- cannot be analysed are somebody else's doing and not looked at.
create or replace view public.invariant_25_leads_are_as_analysed with (security_barrier = true) as
select
  'calls' as object,
  s.call_id::text as key,
  coalesce(
    (
      select string_agg(format('%s is %s instead of %s', coalesce(e.key, i.key), coalesce(i.value, 'null'), coalesce(e.value, 'null')), ', ' order by e.key)
      from jsonb_each_text(public.lead_content(s.shown)) e
      full join jsonb_each_text(public.lead_content(l)) i on i.key = e.key
      where e.value is distinct from i.value and l.id is not null
    ),
    'has no lead'
  ) as detail
from (select array_agg(c.id) as ids from public.calls c where c.confirmed_at is not null and c.status = 'completed') a
cross join lateral public.shown_leads(a.ids) s
left join public.lead_analytics l on l.call_id = s.call_id
where not exists (select from public.lead_analysis_notes n where n.call_id = s.call_id)
  and (l.id is null or public.lead_content(l) is distinct from public.lead_content(s.shown));

comment on view public.invariant_25_leads_are_as_analysed is 'Calls whose analysis does not show what they and a person''s decisions say. Must be empty; calls that wait for their analysis are left out.';
comment on column public.invariant_25_leads_are_as_analysed.object is 'The table at fault.';
comment on column public.invariant_25_leads_are_as_analysed.key is 'Key of the call.';
comment on column public.invariant_25_leads_are_as_analysed.detail is 'Which fields differ, and how.';
revoke all on public.invariant_25_leads_are_as_analysed from public;
alter view public.invariant_25_leads_are_as_analysed owner to app_definer;
--! EndIncluded integrity/public.invariant_25_leads_are_as_analysed.sql

-- Calls that ended before there was an analysis.
set local role app_definer;
insert into public.lead_analysis_notes (call_id, user_id)
select c.id, c.user_id from public.calls c where c.confirmed_at is not null and c.status = 'completed';
set local role app_migrator;

--! split: 20-rollups.sql
-- Calls by source, and what a tenant's day needs so that a dashboard reads one row per day.
alter table public.agent_analytics
  add column phone_calls integer not null default 0,
  add column internet_calls integer not null default 0;
alter table public.user_analytics
  add column answered_calls integer not null default 0,
  add column total_duration_seconds bigint not null default 0,
  add column phone_calls integer not null default 0,
  add column internet_calls integer not null default 0,
  add column total_score_sum numeric not null default 0,
  add column total_score_count integer not null default 0;
alter type public.rollup_delta add attribute phone_calls integer, add attribute internet_calls integer;
create type public.user_rollup_delta as (
  user_id uuid,
  date date,
  total_calls integer,
  successful_calls integer,
  total_agents integer,
  total_leads integer,
  qualified_leads integer,
  credits_used integer,
  answered_calls integer,
  total_duration_seconds bigint,
  phone_calls integer,
  internet_calls integer,
  total_score_sum numeric,
  total_score_count integer
);
comment on type public.user_rollup_delta is 'What a change of agents'' days adds to user_analytics of one tenant and local day.';

drop function public.call_measures(text, timestamptz, integer, integer);
drop function public.add_to_user_analytics(uuid[], date[], integer[], integer[], integer[], integer[], integer[], integer[]);
--! Included analytics/public.call_measures.sql
-- How a call counts: the one definition, for triggers, recomputes, invariants and tests. Additive only. Scalars, so that
-- the planner can put it into the query that uses it.
create or replace function public.call_measures(
  p_status text,
  p_started_at timestamptz,
  p_duration_seconds integer,
  p_credits integer,
  p_call_source text
)
  returns table (
    total_calls integer,
    successful_calls integer,
    failed_calls integer,
    answered_calls integer,
    total_duration_seconds bigint,
    credits_used integer,
    phone_calls integer,
    internet_calls integer
  )
  language sql
  immutable
  parallel safe
begin atomic
  select
    1,
    (p_status = 'completed')::integer,
    (p_status in ('failed', 'busy', 'no-answer'))::integer,
    (p_started_at is not null)::integer,
    coalesce(p_duration_seconds, 0)::bigint,
    p_credits,
    coalesce(p_call_source = 'phone', false)::integer,
    coalesce(p_call_source = 'internet', false)::integer;
end;
comment on function public.call_measures is
  'What one call adds to agent_analytics. Units: calls, seconds, whole credits. Called by the rollup triggers, the recomputes, the invariants and list_campaign_days.';
revoke all on function public.call_measures from public;
grant execute on function public.call_measures to app_definer, app_user;
--! EndIncluded analytics/public.call_measures.sql
--! Included analytics/public.agent_analytics.sql
-- Rollup of calls by agent, day and hour, exact at every moment: triggers apply signed differences to the additive columns, and averages
-- and rates are computed from those. Nobody else writes.

comment on table public.agent_analytics is
  'One row per agent, local day and hour, and one per agent and day with hour null.';
comment on column public.agent_analytics.id is 'Key.';
comment on column public.agent_analytics.agent_id is 'The agent; the row is deleted with it.';
comment on column public.agent_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agent_analytics.date is 'Local day of the tenant.';
comment on column public.agent_analytics.hour is 'Local hour 0 to 23; null: the whole day.';
comment on column public.agent_analytics.total_calls is 'Calls created.';
comment on column public.agent_analytics.successful_calls is 'Calls completed.';
comment on column public.agent_analytics.failed_calls is 'Calls ended in any other way.';
comment on column public.agent_analytics.total_duration_minutes is 'Talk in minutes, rounded from total_duration_seconds.';
comment on column public.agent_analytics.avg_duration_minutes is 'Minutes of talk per answered call.';
comment on column public.agent_analytics.leads_generated is 'Calls with an analysis.';
comment on column public.agent_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.agent_analytics.conversion_rate is 'Percent of leads that are qualified, 0 to 100.';
comment on column public.agent_analytics.avg_engagement_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_intent_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_urgency_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_budget_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_fit_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_total_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.agent_analytics.cost_per_lead is 'Credits per lead; 0 without leads.';
comment on column public.agent_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.agent_analytics.answer_rate is 'Percent of calls answered, 0 to 100.';
comment on column public.agent_analytics.cta_pricing_clicks is 'Requests for prices in the calls.';
comment on column public.agent_analytics.cta_demo_clicks is 'Requests for a demonstration.';
comment on column public.agent_analytics.cta_followup_clicks is 'Requests to be called again.';
comment on column public.agent_analytics.cta_sample_clicks is 'Requests for a sample.';
comment on column public.agent_analytics.cta_human_escalations is 'Requests for a human being.';
comment on column public.agent_analytics.total_cta_interactions is 'All of the requests above.';
comment on column public.agent_analytics.cta_conversion_rate is 'Percent of calls with such a request, 0 to 100.';
comment on column public.agent_analytics.answered_calls is 'Calls that were answered (started_at is set).';
comment on column public.agent_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.agent_analytics.cta_calls is 'Analysed calls with at least one such request.';
comment on column public.agent_analytics.phone_calls is 'Calls whose source is phone; those that are neither phone nor internet are of unknown source.';
comment on column public.agent_analytics.internet_calls is 'Calls whose source is internet.';
comment on column public.agent_analytics.engagement_score_sum is 'Sum of engagement_score over the scored leads.';
comment on column public.agent_analytics.engagement_score_count is 'Leads with engagement_score.';
comment on column public.agent_analytics.intent_score_sum is 'Sum of intent_score over the scored leads.';
comment on column public.agent_analytics.intent_score_count is 'Leads with intent_score.';
comment on column public.agent_analytics.urgency_score_sum is 'Sum of urgency_score over the scored leads.';
comment on column public.agent_analytics.urgency_score_count is 'Leads with urgency_score.';
comment on column public.agent_analytics.budget_score_sum is 'Sum of budget_score over the scored leads.';
comment on column public.agent_analytics.budget_score_count is 'Leads with budget_score.';
comment on column public.agent_analytics.fit_score_sum is 'Sum of fit_score over the scored leads.';
comment on column public.agent_analytics.fit_score_count is 'Leads with fit_score.';
comment on column public.agent_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.agent_analytics.total_score_count is 'Leads with total_score.';
comment on column public.agent_analytics.created_at is 'When the row was written.';
comment on column public.agent_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.agent_analytics enable row level security;
alter table public.agent_analytics force row level security;

drop policy if exists agent_analytics_select_own on public.agent_analytics;
create policy agent_analytics_select_own on public.agent_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agent_analytics_select_own on public.agent_analytics is 'A tenant reads its own agent analytics.';

drop policy if exists agent_analytics_select_masker on public.agent_analytics;
create policy agent_analytics_select_masker on public.agent_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy agent_analytics_select_masker on public.agent_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists agent_analytics_all_definer on public.agent_analytics;
create policy agent_analytics_all_definer on public.agent_analytics for all to app_definer
  using (true) with check (true);
comment on policy agent_analytics_all_definer on public.agent_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.agent_analytics to app_user;
grant select, insert, update, delete on public.agent_analytics to app_definer;
grant select on public.agent_analytics to app_masker;
--! EndIncluded analytics/public.agent_analytics.sql
--! Included analytics/public.user_analytics.sql
-- Rollup of agent_analytics by tenant and day, exact at every moment by the same signed differences. Nobody else writes.

comment on table public.user_analytics is
  'One row per tenant and local day.';
comment on column public.user_analytics.id is 'Key.';
comment on column public.user_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.user_analytics.date is 'Local day of the tenant.';
comment on column public.user_analytics.total_calls is 'Calls created.';
comment on column public.user_analytics.successful_calls is 'Calls completed.';
comment on column public.user_analytics.total_agents is 'Agents with at least one call that day.';
comment on column public.user_analytics.total_leads is 'Calls with an analysis.';
comment on column public.user_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.user_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.user_analytics.answered_calls is 'Calls that were answered.';
comment on column public.user_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.user_analytics.phone_calls is 'Calls whose source is phone.';
comment on column public.user_analytics.internet_calls is 'Calls whose source is internet.';
comment on column public.user_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.user_analytics.total_score_count is 'Leads with a total score.';
comment on column public.user_analytics.created_at is 'When the row was written.';
comment on column public.user_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.user_analytics enable row level security;
alter table public.user_analytics force row level security;

drop policy if exists user_analytics_select_own on public.user_analytics;
create policy user_analytics_select_own on public.user_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_analytics_select_own on public.user_analytics is 'A tenant reads its own user analytics.';

drop policy if exists user_analytics_select_masker on public.user_analytics;
create policy user_analytics_select_masker on public.user_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy user_analytics_select_masker on public.user_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists user_analytics_all_definer on public.user_analytics;
create policy user_analytics_all_definer on public.user_analytics for all to app_definer
  using (true) with check (true);
comment on policy user_analytics_all_definer on public.user_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.user_analytics to app_user;
grant select, insert, update, delete on public.user_analytics to app_definer;
grant select on public.user_analytics to app_masker;
--! EndIncluded analytics/public.user_analytics.sql
--! Included analytics/public.count_agent_analytics.sql
-- The rollups counted anew from what they are about: what agent_analytics has to say at this moment.
create or replace function public.count_agent_analytics(p_agent_ids uuid[], p_from date, p_to date)
  returns setof public.rollup_delta
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  with counted as (
    select
      c.agent_id, c.user_id, c.local_date as date, c.local_hour::integer as hour,
      m.total_calls, m.successful_calls, m.failed_calls, m.answered_calls, m.total_duration_seconds, m.credits_used,
      0 as leads_generated, 0 as qualified_leads, 0 as engagement_score_sum, 0 as engagement_score_count,
      0 as intent_score_sum, 0 as intent_score_count, 0 as urgency_score_sum, 0 as urgency_score_count,
      0 as budget_score_sum, 0 as budget_score_count, 0 as fit_score_sum, 0 as fit_score_count, 0 as total_score_sum,
      0 as total_score_count, 0 as cta_pricing_clicks, 0 as cta_demo_clicks, 0 as cta_followup_clicks,
      0 as cta_sample_clicks, 0 as cta_human_escalations, 0 as cta_calls,
      m.phone_calls, m.internet_calls
    from public.calls c
    cross join lateral public.call_measures(c.status, c.started_at, c.duration_seconds, c.credits, c.call_source) m
    where c.agent_id = any (p_agent_ids) and c.local_date between p_from and p_to
    union all
    select
      l.agent_id, l.user_id, l.local_date, l.local_hour::integer,
      0, 0, 0, 0, 0, 0,
      m.*,
      0, 0
    from public.lead_analytics l
    cross join lateral public.lead_measures(
      l.qualification_status, l.engagement_score, l.intent_score, l.urgency_score, l.budget_score, l.fit_score,
      l.total_score, l.cta_pricing_clicks, l.cta_demo_clicks, l.cta_followup_clicks, l.cta_sample_clicks,
      l.cta_human_escalations
    ) m
    where l.agent_id = any (p_agent_ids) and l.local_date between p_from and p_to
  )
  select
    x.agent_id, x.user_id, x.date, h.hour,
    sum(x.total_calls)::integer,
    sum(x.successful_calls)::integer,
    sum(x.failed_calls)::integer,
    sum(x.answered_calls)::integer,
    sum(x.total_duration_seconds)::bigint,
    sum(x.credits_used)::integer,
    sum(x.leads_generated)::integer,
    sum(x.qualified_leads)::integer,
    sum(x.engagement_score_sum)::numeric,
    sum(x.engagement_score_count)::integer,
    sum(x.intent_score_sum)::numeric,
    sum(x.intent_score_count)::integer,
    sum(x.urgency_score_sum)::numeric,
    sum(x.urgency_score_count)::integer,
    sum(x.budget_score_sum)::numeric,
    sum(x.budget_score_count)::integer,
    sum(x.fit_score_sum)::numeric,
    sum(x.fit_score_count)::integer,
    sum(x.total_score_sum)::numeric,
    sum(x.total_score_count)::integer,
    sum(x.cta_pricing_clicks)::integer,
    sum(x.cta_demo_clicks)::integer,
    sum(x.cta_followup_clicks)::integer,
    sum(x.cta_sample_clicks)::integer,
    sum(x.cta_human_escalations)::integer,
    sum(x.cta_calls)::integer,
    sum(x.phone_calls)::integer,
    sum(x.internet_calls)::integer
  from counted x
  cross join lateral (values (x.hour), (null)) as h (hour)
  group by x.agent_id, x.user_id, x.date, h.hour
$function$;
comment on function public.count_agent_analytics is
  'What agents'' hours and days (hour null) from p_from to p_to amount to, counted from calls and analyses; hours without any are left out. Called by recompute_agent_daily_from_calls and the invariants.';
revoke all on function public.count_agent_analytics from public;
grant execute on function public.count_agent_analytics to app_definer;
--! EndIncluded analytics/public.count_agent_analytics.sql
--! Included analytics/public.add_to_user_analytics.sql
-- Adds signed differences to the days of tenants. As in add_to_agent_analytics: missing rows first, then all in the order of
-- their key. A day of a tenant that is being deleted has no row any more and gets none.
create or replace function public.add_to_user_analytics(p_deltas public.user_rollup_delta[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if cardinality(p_deltas) = 0 then
    return;
  end if;

  insert into public.user_analytics (user_id, date)
  select d.user_id, d.date
  from unnest(p_deltas) d
  join public.users u on u.id = d.user_id
  where not exists (select from public.user_analytics a where a.user_id = d.user_id and a.date = d.date)
  order by 1, 2
  on conflict (user_id, date) do nothing;

  with locked as materialized (
    select a.id, d.*
    from unnest(p_deltas) d
    join public.user_analytics a on a.user_id = d.user_id and a.date = d.date
    order by a.user_id, a.date
    for no key update of a
  )
  update public.user_analytics a
  set
    total_calls = a.total_calls + l.total_calls,
    successful_calls = a.successful_calls + l.successful_calls,
    total_agents = a.total_agents + l.total_agents,
    total_leads = a.total_leads + l.total_leads,
    qualified_leads = a.qualified_leads + l.qualified_leads,
    credits_used = a.credits_used + l.credits_used,
    answered_calls = a.answered_calls + l.answered_calls,
    total_duration_seconds = a.total_duration_seconds + l.total_duration_seconds,
    phone_calls = a.phone_calls + l.phone_calls,
    internet_calls = a.internet_calls + l.internet_calls,
    total_score_sum = a.total_score_sum + l.total_score_sum,
    total_score_count = a.total_score_count + l.total_score_count,
    updated_at = now()
  from locked l
  where a.id = l.id;
end
$function$;
comment on function public.add_to_user_analytics is
  'Adds differences to user_analytics, one per tenant and day. Called by the rollup triggers of agent_analytics.';
revoke all on function public.add_to_user_analytics from public;
alter function public.add_to_user_analytics owner to app_definer;
--! EndIncluded analytics/public.add_to_user_analytics.sql
--! Included analytics/public.add_to_agent_analytics.sql
-- Adds signed differences to the rows of their hours and of their days. The days are locked first, which
-- locks their hours too, and missing rows are written with zeros: an upsert would lock in two orders, because what it
-- inserts and what it updates sets off two triggers.
-- Differences of agents that are being deleted are dropped: their rows go with them.
create or replace function public.add_to_agent_analytics(p_deltas public.rollup_delta[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_deltas is null then
    return;
  end if;

  perform public.lock_agent_days(array_agg(d.agent_id), array_agg(d.date))
  from unnest(p_deltas) d;
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select distinct d.agent_id, d.user_id, d.date, d.hour
  from unnest(p_deltas) d
  join public.agents g on g.id = d.agent_id and g.user_id = d.user_id
  where not exists (
    select from public.agent_analytics a
    where a.agent_id = d.agent_id and a.date = d.date and a.hour = d.hour
  )
  on conflict (agent_id, date, hour) do nothing;

  with sums as materialized (
    select
      d.agent_id,
      d.date,
      h.hour,
      sum(d.total_calls) as total_calls,
      sum(d.successful_calls) as successful_calls,
      sum(d.failed_calls) as failed_calls,
      sum(d.answered_calls) as answered_calls,
      sum(d.total_duration_seconds) as total_duration_seconds,
      sum(d.credits_used) as credits_used,
      sum(d.leads_generated) as leads_generated,
      sum(d.qualified_leads) as qualified_leads,
      sum(d.engagement_score_sum) as engagement_score_sum,
      sum(d.engagement_score_count) as engagement_score_count,
      sum(d.intent_score_sum) as intent_score_sum,
      sum(d.intent_score_count) as intent_score_count,
      sum(d.urgency_score_sum) as urgency_score_sum,
      sum(d.urgency_score_count) as urgency_score_count,
      sum(d.budget_score_sum) as budget_score_sum,
      sum(d.budget_score_count) as budget_score_count,
      sum(d.fit_score_sum) as fit_score_sum,
      sum(d.fit_score_count) as fit_score_count,
      sum(d.total_score_sum) as total_score_sum,
      sum(d.total_score_count) as total_score_count,
      sum(d.cta_pricing_clicks) as cta_pricing_clicks,
      sum(d.cta_demo_clicks) as cta_demo_clicks,
      sum(d.cta_followup_clicks) as cta_followup_clicks,
      sum(d.cta_sample_clicks) as cta_sample_clicks,
      sum(d.cta_human_escalations) as cta_human_escalations,
      sum(d.cta_calls) as cta_calls,
      sum(d.phone_calls) as phone_calls,
      sum(d.internet_calls) as internet_calls
    from unnest(p_deltas) d
    cross join lateral (values (d.hour), (null)) as h (hour)
    group by d.agent_id, d.date, h.hour
  )
  update public.agent_analytics a
  set
    total_calls = a.total_calls + s.total_calls,
    successful_calls = a.successful_calls + s.successful_calls,
    failed_calls = a.failed_calls + s.failed_calls,
    answered_calls = a.answered_calls + s.answered_calls,
    total_duration_seconds = a.total_duration_seconds + s.total_duration_seconds,
    credits_used = a.credits_used + s.credits_used,
    leads_generated = a.leads_generated + s.leads_generated,
    qualified_leads = a.qualified_leads + s.qualified_leads,
    engagement_score_sum = a.engagement_score_sum + s.engagement_score_sum,
    engagement_score_count = a.engagement_score_count + s.engagement_score_count,
    intent_score_sum = a.intent_score_sum + s.intent_score_sum,
    intent_score_count = a.intent_score_count + s.intent_score_count,
    urgency_score_sum = a.urgency_score_sum + s.urgency_score_sum,
    urgency_score_count = a.urgency_score_count + s.urgency_score_count,
    budget_score_sum = a.budget_score_sum + s.budget_score_sum,
    budget_score_count = a.budget_score_count + s.budget_score_count,
    fit_score_sum = a.fit_score_sum + s.fit_score_sum,
    fit_score_count = a.fit_score_count + s.fit_score_count,
    total_score_sum = a.total_score_sum + s.total_score_sum,
    total_score_count = a.total_score_count + s.total_score_count,
    cta_pricing_clicks = a.cta_pricing_clicks + s.cta_pricing_clicks,
    cta_demo_clicks = a.cta_demo_clicks + s.cta_demo_clicks,
    cta_followup_clicks = a.cta_followup_clicks + s.cta_followup_clicks,
    cta_sample_clicks = a.cta_sample_clicks + s.cta_sample_clicks,
    cta_human_escalations = a.cta_human_escalations + s.cta_human_escalations,
    cta_calls = a.cta_calls + s.cta_calls,
    phone_calls = a.phone_calls + s.phone_calls,
    internet_calls = a.internet_calls + s.internet_calls,
    updated_at = now()
  from sums s
  where a.agent_id = s.agent_id and a.date = s.date and a.hour is not distinct from s.hour;
end
$function$;
comment on function public.add_to_agent_analytics is
  'Adds differences to agent_analytics, to the hour and to the day. Called by the rollup triggers of calls and lead_analytics.';
revoke all on function public.add_to_agent_analytics from public;
alter function public.add_to_agent_analytics owner to app_definer;
--! EndIncluded analytics/public.add_to_agent_analytics.sql
--! Included analytics/public.roll_up_agent_days.sql
-- What a change of agents' days makes to the days of their tenants. total_agents is no sum: a tenant has one agent more on a
-- day when that agent's calls of the day leave 0, and one less when they are 0 again.
create or replace function public.roll_up_agent_days()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_to_user_analytics(array(
    select (s.user_id, s.date, s.total_calls, s.successful_calls, s.total_agents, s.total_leads,
      s.qualified_leads, s.credits_used, s.answered_calls, s.total_duration_seconds,
      s.phone_calls, s.internet_calls, s.total_score_sum, s.total_score_count)::public.user_rollup_delta
    from (
      select
        x.user_id,
        x.date,
        sum(x.sign * x.total_calls) as total_calls,
        sum(x.sign * x.successful_calls) as successful_calls,
        sum(x.sign * (x.total_calls > 0)::integer) as total_agents,
        sum(x.sign * x.leads_generated) as total_leads,
        sum(x.sign * x.qualified_leads) as qualified_leads,
        sum(x.sign * x.credits_used) as credits_used,
        sum(x.sign * x.answered_calls) as answered_calls,
        sum(x.sign * x.total_duration_seconds) as total_duration_seconds,
        sum(x.sign * x.phone_calls) as phone_calls,
        sum(x.sign * x.internet_calls) as internet_calls,
        sum(x.sign * x.total_score_sum) as total_score_sum,
        sum(x.sign * x.total_score_count) as total_score_count
      from (
        select 1 as sign, n.* from new_rows n where n.hour is null
        union all
        select -1, o.* from old_rows o where o.hour is null
      ) x
      group by x.user_id, x.date
      having sum(x.sign * x.total_calls) <> 0
        or sum(x.sign * x.successful_calls) <> 0
        or sum(x.sign * (x.total_calls > 0)::integer) <> 0
        or sum(x.sign * x.leads_generated) <> 0
        or sum(x.sign * x.qualified_leads) <> 0
        or sum(x.sign * x.credits_used) <> 0
        or sum(x.sign * x.answered_calls) <> 0
        or sum(x.sign * x.total_duration_seconds) <> 0
        or sum(x.sign * x.phone_calls) <> 0
        or sum(x.sign * x.internet_calls) <> 0
        or sum(x.sign * x.total_score_sum) <> 0
        or sum(x.sign * x.total_score_count) <> 0
    ) s
  ));
  return null;
end
$function$;
comment on function public.roll_up_agent_days is
  'Trigger: adds the difference of changed days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days from public;
alter function public.roll_up_agent_days owner to app_definer;
--! EndIncluded analytics/public.roll_up_agent_days.sql
--! Included analytics/public.roll_up_agent_days_on_insert.sql
-- See roll_up_agent_days. The rollup itself inserts zeros, which add nothing.
create or replace function public.roll_up_agent_days_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_to_user_analytics(array(
    select (s.user_id, s.date, s.total_calls, s.successful_calls, s.total_agents, s.total_leads,
      s.qualified_leads, s.credits_used, s.answered_calls, s.total_duration_seconds,
      s.phone_calls, s.internet_calls, s.total_score_sum, s.total_score_count)::public.user_rollup_delta
    from (
      select
        x.user_id,
        x.date,
        sum(x.total_calls) as total_calls,
        sum(x.successful_calls) as successful_calls,
        sum((x.total_calls > 0)::integer) as total_agents,
        sum(x.leads_generated) as total_leads,
        sum(x.qualified_leads) as qualified_leads,
        sum(x.credits_used) as credits_used,
        sum(x.answered_calls) as answered_calls,
        sum(x.total_duration_seconds) as total_duration_seconds,
        sum(x.phone_calls) as phone_calls,
        sum(x.internet_calls) as internet_calls,
        sum(x.total_score_sum) as total_score_sum,
        sum(x.total_score_count) as total_score_count
      from new_rows x
      where x.hour is null
      group by x.user_id, x.date
      having sum(x.total_calls) <> 0
        or sum(x.successful_calls) <> 0
        or sum((x.total_calls > 0)::integer) <> 0
        or sum(x.leads_generated) <> 0
        or sum(x.qualified_leads) <> 0
        or sum(x.credits_used) <> 0
        or sum(x.answered_calls) <> 0
        or sum(x.total_duration_seconds) <> 0
        or sum(x.phone_calls) <> 0
        or sum(x.internet_calls) <> 0
        or sum(x.total_score_sum) <> 0
        or sum(x.total_score_count) <> 0
    ) s
  ));
  return null;
end
$function$;
comment on function public.roll_up_agent_days_on_insert is
  'Trigger: adds new days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days_on_insert from public;
alter function public.roll_up_agent_days_on_insert owner to app_definer;
--! EndIncluded analytics/public.roll_up_agent_days_on_insert.sql
--! Included analytics/public.roll_up_agent_days_on_delete.sql
-- See roll_up_agent_days.
create or replace function public.roll_up_agent_days_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_to_user_analytics(array(
    select (s.user_id, s.date, s.total_calls, s.successful_calls, s.total_agents, s.total_leads,
      s.qualified_leads, s.credits_used, s.answered_calls, s.total_duration_seconds,
      s.phone_calls, s.internet_calls, s.total_score_sum, s.total_score_count)::public.user_rollup_delta
    from (
      select
        x.user_id,
        x.date,
        -sum(x.total_calls) as total_calls,
        -sum(x.successful_calls) as successful_calls,
        -sum((x.total_calls > 0)::integer) as total_agents,
        -sum(x.leads_generated) as total_leads,
        -sum(x.qualified_leads) as qualified_leads,
        -sum(x.credits_used) as credits_used,
        -sum(x.answered_calls) as answered_calls,
        -sum(x.total_duration_seconds) as total_duration_seconds,
        -sum(x.phone_calls) as phone_calls,
        -sum(x.internet_calls) as internet_calls,
        -sum(x.total_score_sum) as total_score_sum,
        -sum(x.total_score_count) as total_score_count
      from old_rows x
      where x.hour is null
      group by x.user_id, x.date
      having sum(x.total_calls) <> 0
        or sum(x.successful_calls) <> 0
        or sum((x.total_calls > 0)::integer) <> 0
        or sum(x.leads_generated) <> 0
        or sum(x.qualified_leads) <> 0
        or sum(x.credits_used) <> 0
        or sum(x.answered_calls) <> 0
        or sum(x.total_duration_seconds) <> 0
        or sum(x.phone_calls) <> 0
        or sum(x.internet_calls) <> 0
        or sum(x.total_score_sum) <> 0
        or sum(x.total_score_count) <> 0
    ) s
  ));
  return null;
end
$function$;
comment on function public.roll_up_agent_days_on_delete is
  'Trigger: takes deleted days of agents out of user_analytics.';
revoke all on function public.roll_up_agent_days_on_delete from public;
alter function public.roll_up_agent_days_on_delete owner to app_definer;
--! EndIncluded analytics/public.roll_up_agent_days_on_delete.sql
--! Included analytics/public.roll_up_calls.sql
-- The difference that a change of calls makes to the rollups: what the rows count now, less what they counted. A new status, a late
-- duration, another agent, another day are all one thing.
create or replace function public.roll_up_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    s.phone_calls, s.internet_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(x.sign * m.total_calls) as total_calls,
      sum(x.sign * m.successful_calls) as successful_calls,
      sum(x.sign * m.failed_calls) as failed_calls,
      sum(x.sign * m.answered_calls) as answered_calls,
      sum(x.sign * m.total_duration_seconds) as total_duration_seconds,
      sum(x.sign * m.credits_used) as credits_used,
      sum(x.sign * m.phone_calls) as phone_calls,
      sum(x.sign * m.internet_calls) as internet_calls
    from (
      select 1 as sign,
        n.agent_id, n.user_id, n.local_date, n.local_hour, n.status, n.started_at, n.duration_seconds,
        n.credits, n.call_source
      from new_rows n
      union all
      select -1,
        o.agent_id, o.user_id, o.local_date, o.local_hour, o.status, o.started_at, o.duration_seconds,
        o.credits, o.call_source
      from old_rows o
    ) x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits, x.call_source) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
    having sum(x.sign * m.total_calls) <> 0
      or sum(x.sign * m.successful_calls) <> 0
      or sum(x.sign * m.failed_calls) <> 0
      or sum(x.sign * m.answered_calls) <> 0
      or sum(x.sign * m.total_duration_seconds) <> 0
      or sum(x.sign * m.credits_used) <> 0
      or sum(x.sign * m.phone_calls) <> 0
      or sum(x.sign * m.internet_calls) <> 0
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls is
  'Trigger: adds to agent_analytics what changed calls count now and takes away what they counted before.';
revoke all on function public.roll_up_calls from public;
alter function public.roll_up_calls owner to app_definer;
--! EndIncluded analytics/public.roll_up_calls.sql
--! Included analytics/public.roll_up_calls_on_insert.sql
-- See roll_up_calls.
create or replace function public.roll_up_calls_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    s.phone_calls, s.internet_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(m.total_calls) as total_calls,
      sum(m.successful_calls) as successful_calls,
      sum(m.failed_calls) as failed_calls,
      sum(m.answered_calls) as answered_calls,
      sum(m.total_duration_seconds) as total_duration_seconds,
      sum(m.credits_used) as credits_used,
      sum(m.phone_calls) as phone_calls,
      sum(m.internet_calls) as internet_calls
    from new_rows x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits, x.call_source) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls_on_insert is
  'Trigger: adds new calls to agent_analytics.';
revoke all on function public.roll_up_calls_on_insert from public;
alter function public.roll_up_calls_on_insert owner to app_definer;
--! EndIncluded analytics/public.roll_up_calls_on_insert.sql
--! Included analytics/public.roll_up_calls_on_delete.sql
-- See roll_up_calls. Also what a cascade deletes passes here.
create or replace function public.roll_up_calls_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    s.phone_calls, s.internet_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      -sum(m.total_calls) as total_calls,
      -sum(m.successful_calls) as successful_calls,
      -sum(m.failed_calls) as failed_calls,
      -sum(m.answered_calls) as answered_calls,
      -sum(m.total_duration_seconds) as total_duration_seconds,
      -sum(m.credits_used) as credits_used,
      -sum(m.phone_calls) as phone_calls,
      -sum(m.internet_calls) as internet_calls
    from old_rows x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits, x.call_source) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls_on_delete is
  'Trigger: takes deleted calls out of agent_analytics.';
revoke all on function public.roll_up_calls_on_delete from public;
alter function public.roll_up_calls_on_delete owner to app_definer;
--! EndIncluded analytics/public.roll_up_calls_on_delete.sql
--! Included analytics/public.update_agent_scores_from_lead_analytics.sql
-- The difference that a change of analyses makes to the rollups. A lead carries its own copy of the call's day and hour, because
-- its call may be gone by now.
create or replace function public.update_agent_scores_from_lead_analytics()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls,
    0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(x.sign * m.leads_generated) as leads_generated,
      sum(x.sign * m.qualified_leads) as qualified_leads,
      sum(x.sign * m.engagement_score_sum) as engagement_score_sum,
      sum(x.sign * m.engagement_score_count) as engagement_score_count,
      sum(x.sign * m.intent_score_sum) as intent_score_sum,
      sum(x.sign * m.intent_score_count) as intent_score_count,
      sum(x.sign * m.urgency_score_sum) as urgency_score_sum,
      sum(x.sign * m.urgency_score_count) as urgency_score_count,
      sum(x.sign * m.budget_score_sum) as budget_score_sum,
      sum(x.sign * m.budget_score_count) as budget_score_count,
      sum(x.sign * m.fit_score_sum) as fit_score_sum,
      sum(x.sign * m.fit_score_count) as fit_score_count,
      sum(x.sign * m.total_score_sum) as total_score_sum,
      sum(x.sign * m.total_score_count) as total_score_count,
      sum(x.sign * m.cta_pricing_clicks) as cta_pricing_clicks,
      sum(x.sign * m.cta_demo_clicks) as cta_demo_clicks,
      sum(x.sign * m.cta_followup_clicks) as cta_followup_clicks,
      sum(x.sign * m.cta_sample_clicks) as cta_sample_clicks,
      sum(x.sign * m.cta_human_escalations) as cta_human_escalations,
      sum(x.sign * m.cta_calls) as cta_calls
    from (
      select 1 as sign,
        n.agent_id, n.user_id, n.local_date, n.local_hour, n.qualification_status, n.engagement_score,
        n.intent_score, n.urgency_score, n.budget_score, n.fit_score, n.total_score,
        n.cta_pricing_clicks, n.cta_demo_clicks, n.cta_followup_clicks, n.cta_sample_clicks,
        n.cta_human_escalations
      from new_rows n
      union all
      select -1,
        o.agent_id, o.user_id, o.local_date, o.local_hour, o.qualification_status, o.engagement_score,
        o.intent_score, o.urgency_score, o.budget_score, o.fit_score, o.total_score,
        o.cta_pricing_clicks, o.cta_demo_clicks, o.cta_followup_clicks, o.cta_sample_clicks,
        o.cta_human_escalations
      from old_rows o
    ) x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
    having sum(x.sign * m.leads_generated) <> 0
      or sum(x.sign * m.qualified_leads) <> 0
      or sum(x.sign * m.engagement_score_sum) <> 0
      or sum(x.sign * m.engagement_score_count) <> 0
      or sum(x.sign * m.intent_score_sum) <> 0
      or sum(x.sign * m.intent_score_count) <> 0
      or sum(x.sign * m.urgency_score_sum) <> 0
      or sum(x.sign * m.urgency_score_count) <> 0
      or sum(x.sign * m.budget_score_sum) <> 0
      or sum(x.sign * m.budget_score_count) <> 0
      or sum(x.sign * m.fit_score_sum) <> 0
      or sum(x.sign * m.fit_score_count) <> 0
      or sum(x.sign * m.total_score_sum) <> 0
      or sum(x.sign * m.total_score_count) <> 0
      or sum(x.sign * m.cta_pricing_clicks) <> 0
      or sum(x.sign * m.cta_demo_clicks) <> 0
      or sum(x.sign * m.cta_followup_clicks) <> 0
      or sum(x.sign * m.cta_sample_clicks) <> 0
      or sum(x.sign * m.cta_human_escalations) <> 0
      or sum(x.sign * m.cta_calls) <> 0
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.update_agent_scores_from_lead_analytics is
  'Trigger: adds to agent_analytics what changed analyses count now and takes away what they counted before.';
revoke all on function public.update_agent_scores_from_lead_analytics from public;
alter function public.update_agent_scores_from_lead_analytics owner to app_definer;
--! EndIncluded analytics/public.update_agent_scores_from_lead_analytics.sql
--! Included analytics/public.roll_up_leads_on_insert.sql
-- See update_agent_scores_from_lead_analytics.
create or replace function public.roll_up_leads_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls,
    0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      sum(m.leads_generated) as leads_generated,
      sum(m.qualified_leads) as qualified_leads,
      sum(m.engagement_score_sum) as engagement_score_sum,
      sum(m.engagement_score_count) as engagement_score_count,
      sum(m.intent_score_sum) as intent_score_sum,
      sum(m.intent_score_count) as intent_score_count,
      sum(m.urgency_score_sum) as urgency_score_sum,
      sum(m.urgency_score_count) as urgency_score_count,
      sum(m.budget_score_sum) as budget_score_sum,
      sum(m.budget_score_count) as budget_score_count,
      sum(m.fit_score_sum) as fit_score_sum,
      sum(m.fit_score_count) as fit_score_count,
      sum(m.total_score_sum) as total_score_sum,
      sum(m.total_score_count) as total_score_count,
      sum(m.cta_pricing_clicks) as cta_pricing_clicks,
      sum(m.cta_demo_clicks) as cta_demo_clicks,
      sum(m.cta_followup_clicks) as cta_followup_clicks,
      sum(m.cta_sample_clicks) as cta_sample_clicks,
      sum(m.cta_human_escalations) as cta_human_escalations,
      sum(m.cta_calls) as cta_calls
    from new_rows x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_leads_on_insert is
  'Trigger: adds new analyses to agent_analytics.';
revoke all on function public.roll_up_leads_on_insert from public;
alter function public.roll_up_leads_on_insert owner to app_definer;
--! EndIncluded analytics/public.roll_up_leads_on_insert.sql
--! Included analytics/public.roll_up_leads_on_delete.sql
-- See update_agent_scores_from_lead_analytics.
create or replace function public.roll_up_leads_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls,
    0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      -sum(m.leads_generated) as leads_generated,
      -sum(m.qualified_leads) as qualified_leads,
      -sum(m.engagement_score_sum) as engagement_score_sum,
      -sum(m.engagement_score_count) as engagement_score_count,
      -sum(m.intent_score_sum) as intent_score_sum,
      -sum(m.intent_score_count) as intent_score_count,
      -sum(m.urgency_score_sum) as urgency_score_sum,
      -sum(m.urgency_score_count) as urgency_score_count,
      -sum(m.budget_score_sum) as budget_score_sum,
      -sum(m.budget_score_count) as budget_score_count,
      -sum(m.fit_score_sum) as fit_score_sum,
      -sum(m.fit_score_count) as fit_score_count,
      -sum(m.total_score_sum) as total_score_sum,
      -sum(m.total_score_count) as total_score_count,
      -sum(m.cta_pricing_clicks) as cta_pricing_clicks,
      -sum(m.cta_demo_clicks) as cta_demo_clicks,
      -sum(m.cta_followup_clicks) as cta_followup_clicks,
      -sum(m.cta_sample_clicks) as cta_sample_clicks,
      -sum(m.cta_human_escalations) as cta_human_escalations,
      -sum(m.cta_calls) as cta_calls
    from old_rows x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_leads_on_delete is
  'Trigger: takes deleted analyses out of agent_analytics.';
revoke all on function public.roll_up_leads_on_delete from public;
alter function public.roll_up_leads_on_delete owner to app_definer;
--! EndIncluded analytics/public.roll_up_leads_on_delete.sql
--! Included analytics/public.recompute_agent_daily_from_calls.sql
-- Exact beside running writers: the day is locked before the calls are read, in a statement of its own.
-- A writer that was before us had to finish first; one that is behind us adds its difference to our result.
create or replace function public.recompute_agent_daily_from_calls(p_agent_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.lock_agent_days(array[p_agent_id], array[p_target_date]);
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select g.id, g.user_id, p_target_date, h.hour
  from public.agents g
  cross join generate_series(0, 23) as h (hour)
  where g.id = p_agent_id
  on conflict (agent_id, date, hour) do nothing;

  update public.agent_analytics a
  set
    total_calls = coalesce(c.total_calls, 0),
    successful_calls = coalesce(c.successful_calls, 0),
    failed_calls = coalesce(c.failed_calls, 0),
    answered_calls = coalesce(c.answered_calls, 0),
    total_duration_seconds = coalesce(c.total_duration_seconds, 0),
    credits_used = coalesce(c.credits_used, 0),
    leads_generated = coalesce(c.leads_generated, 0),
    qualified_leads = coalesce(c.qualified_leads, 0),
    engagement_score_sum = coalesce(c.engagement_score_sum, 0),
    engagement_score_count = coalesce(c.engagement_score_count, 0),
    intent_score_sum = coalesce(c.intent_score_sum, 0),
    intent_score_count = coalesce(c.intent_score_count, 0),
    urgency_score_sum = coalesce(c.urgency_score_sum, 0),
    urgency_score_count = coalesce(c.urgency_score_count, 0),
    budget_score_sum = coalesce(c.budget_score_sum, 0),
    budget_score_count = coalesce(c.budget_score_count, 0),
    fit_score_sum = coalesce(c.fit_score_sum, 0),
    fit_score_count = coalesce(c.fit_score_count, 0),
    total_score_sum = coalesce(c.total_score_sum, 0),
    total_score_count = coalesce(c.total_score_count, 0),
    cta_pricing_clicks = coalesce(c.cta_pricing_clicks, 0),
    cta_demo_clicks = coalesce(c.cta_demo_clicks, 0),
    cta_followup_clicks = coalesce(c.cta_followup_clicks, 0),
    cta_sample_clicks = coalesce(c.cta_sample_clicks, 0),
    cta_human_escalations = coalesce(c.cta_human_escalations, 0),
    cta_calls = coalesce(c.cta_calls, 0),
    phone_calls = coalesce(c.phone_calls, 0),
    internet_calls = coalesce(c.internet_calls, 0),
    updated_at = now()
  from public.agent_analytics k
  left join public.count_agent_analytics(array[p_agent_id], p_target_date, p_target_date) c
    on c.hour is not distinct from k.hour
  where k.agent_id = p_agent_id
    and k.date = p_target_date
    and a.id = k.id
    and (
      a.total_calls, a.successful_calls, a.failed_calls, a.answered_calls, a.total_duration_seconds, a.credits_used,
      a.leads_generated, a.qualified_leads, a.engagement_score_sum, a.engagement_score_count, a.intent_score_sum,
      a.intent_score_count, a.urgency_score_sum, a.urgency_score_count, a.budget_score_sum, a.budget_score_count,
      a.fit_score_sum, a.fit_score_count, a.total_score_sum, a.total_score_count, a.cta_pricing_clicks,
      a.cta_demo_clicks, a.cta_followup_clicks, a.cta_sample_clicks, a.cta_human_escalations, a.cta_calls,
      a.phone_calls, a.internet_calls
    ) is distinct from (
      coalesce(c.total_calls, 0), coalesce(c.successful_calls, 0), coalesce(c.failed_calls, 0),
      coalesce(c.answered_calls, 0), coalesce(c.total_duration_seconds, 0), coalesce(c.credits_used, 0),
      coalesce(c.leads_generated, 0), coalesce(c.qualified_leads, 0), coalesce(c.engagement_score_sum, 0),
      coalesce(c.engagement_score_count, 0), coalesce(c.intent_score_sum, 0), coalesce(c.intent_score_count, 0),
      coalesce(c.urgency_score_sum, 0), coalesce(c.urgency_score_count, 0), coalesce(c.budget_score_sum, 0),
      coalesce(c.budget_score_count, 0), coalesce(c.fit_score_sum, 0), coalesce(c.fit_score_count, 0),
      coalesce(c.total_score_sum, 0), coalesce(c.total_score_count, 0), coalesce(c.cta_pricing_clicks, 0),
      coalesce(c.cta_demo_clicks, 0), coalesce(c.cta_followup_clicks, 0), coalesce(c.cta_sample_clicks, 0),
      coalesce(c.cta_human_escalations, 0), coalesce(c.cta_calls, 0), coalesce(c.phone_calls, 0),
      coalesce(c.internet_calls, 0)
    );
end
$function$;
comment on function public.recompute_agent_daily_from_calls is
  'Counts one agent''s hours and day anew from calls and analyses; the tenant''s day follows. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_agent_daily_from_calls from public;
grant execute on function public.recompute_agent_daily_from_calls to app_worker;
alter function public.recompute_agent_daily_from_calls owner to app_definer;
--! EndIncluded analytics/public.recompute_agent_daily_from_calls.sql
--! Included analytics/public.recompute_user_daily_from_agent.sql
-- Exact beside running writers: whoever changes an agent's day needs the tenant's row, so it is locked before the agents' days are read.
create or replace function public.recompute_user_daily_from_agent(p_user_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.user_analytics (user_id, date)
  select u.id, p_target_date
  from public.users u
  where u.id = p_user_id
  on conflict (user_id, date) do nothing;

  perform 1
  from public.user_analytics a
  where a.user_id = p_user_id and a.date = p_target_date
  for no key update;

  update public.user_analytics a
  set
    total_calls = s.total_calls,
    successful_calls = s.successful_calls,
    total_agents = s.total_agents,
    total_leads = s.total_leads,
    qualified_leads = s.qualified_leads,
    credits_used = s.credits_used,
    answered_calls = s.answered_calls,
    total_duration_seconds = s.total_duration_seconds,
    phone_calls = s.phone_calls,
    internet_calls = s.internet_calls,
    total_score_sum = s.total_score_sum,
    total_score_count = s.total_score_count,
    updated_at = now()
  from (
    select
      coalesce(sum(g.total_calls), 0) as total_calls,
      coalesce(sum(g.successful_calls), 0) as successful_calls,
      coalesce(sum((g.total_calls > 0)::integer), 0) as total_agents,
      coalesce(sum(g.leads_generated), 0) as total_leads,
      coalesce(sum(g.qualified_leads), 0) as qualified_leads,
      coalesce(sum(g.credits_used), 0) as credits_used,
      coalesce(sum(g.answered_calls), 0) as answered_calls,
      coalesce(sum(g.total_duration_seconds), 0) as total_duration_seconds,
      coalesce(sum(g.phone_calls), 0) as phone_calls,
      coalesce(sum(g.internet_calls), 0) as internet_calls,
      coalesce(sum(g.total_score_sum), 0) as total_score_sum,
      coalesce(sum(g.total_score_count), 0) as total_score_count
    from public.agent_analytics g
    where g.user_id = p_user_id and g.date = p_target_date and g.hour is null
  ) s
  where a.user_id = p_user_id
    and a.date = p_target_date
    and (
      a.total_calls, a.successful_calls, a.total_agents, a.total_leads, a.qualified_leads, a.credits_used,
      a.answered_calls, a.total_duration_seconds, a.phone_calls, a.internet_calls, a.total_score_sum, a.total_score_count
    ) is distinct from (
      s.total_calls, s.successful_calls, s.total_agents, s.total_leads, s.qualified_leads, s.credits_used,
      s.answered_calls, s.total_duration_seconds, s.phone_calls, s.internet_calls, s.total_score_sum, s.total_score_count
    );
end
$function$;
comment on function public.recompute_user_daily_from_agent is
  'Sums a tenant''s day anew from the days of its agents. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_user_daily_from_agent from public;
grant execute on function public.recompute_user_daily_from_agent to app_worker;
alter function public.recompute_user_daily_from_agent owner to app_definer;
--! EndIncluded analytics/public.recompute_user_daily_from_agent.sql
--! Included analytics/public.user_kpi_daily.sql
-- The definition of a tenant's day, computed from the rollups at this moment. The materialized summary and the live view both are this.
create or replace view public.user_kpi_daily with (security_barrier = true) as
select
  u.user_id,
  u.date,
  u.total_calls,
  case when u.total_calls > 0 then round(100.0 * u.successful_calls / u.total_calls, 2) else 0 end::numeric(5,2) as success_rate,
  case when u.total_leads > 0 then round(100.0 * u.qualified_leads / u.total_leads, 2) else 0 end::numeric(5,2) as conversion_rate,
  coalesce(round(u.total_score_sum / nullif(u.total_score_count, 0), 2), 0)::numeric(5,2) as avg_scores,
  u.qualified_leads,
  u.credits_used
from public.user_analytics u;

comment on view public.user_kpi_daily is 'One row per tenant and local day with calls: its figures, computed from user_analytics.';
comment on column public.user_kpi_daily.user_id is 'The tenant.';
comment on column public.user_kpi_daily.date is 'Local day of the tenant.';
comment on column public.user_kpi_daily.total_calls is 'Calls of the day.';
comment on column public.user_kpi_daily.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_daily.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_daily.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_daily.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_daily.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_daily from public;
alter view public.user_kpi_daily owner to app_definer;
--! EndIncluded analytics/public.user_kpi_daily.sql
--! Included integrity/public.invariant_16_rollups_match.sql
-- Every cell of agent_analytics, hours and days, against the calls and analyses counted anew. A missing row counts as zeros.
create or replace view public.invariant_16_rollups_match with (security_barrier = true) as
with counted as materialized (
  select c.*
  from public.count_agent_analytics(array(select g.id from public.agents g), '-infinity', 'infinity') c
),
keys as (
  select c.agent_id, c.date, c.hour from counted c
  union
  select a.agent_id, a.date, a.hour from public.agent_analytics a
)
select
  'agent_analytics' as object,
  format('%s %s %s', k.agent_id, k.date, coalesce(k.hour::text, 'day')) as key,
  x.cell || ': ' || coalesce(x.written, 'no row') || ' instead of ' || x.counted as detail
from keys k
left join counted c on c.agent_id = k.agent_id and c.date = k.date and c.hour is not distinct from k.hour
left join public.agent_analytics a on a.agent_id = k.agent_id and a.date = k.date and a.hour is not distinct from k.hour
cross join lateral (
  values
    ('total_calls', a.total_calls::text, coalesce(c.total_calls, 0)::text, coalesce(a.total_calls, 0) = coalesce(c.total_calls, 0)),
    ('successful_calls', a.successful_calls::text, coalesce(c.successful_calls, 0)::text, coalesce(a.successful_calls, 0) = coalesce(c.successful_calls, 0)),
    ('failed_calls', a.failed_calls::text, coalesce(c.failed_calls, 0)::text, coalesce(a.failed_calls, 0) = coalesce(c.failed_calls, 0)),
    ('answered_calls', a.answered_calls::text, coalesce(c.answered_calls, 0)::text, coalesce(a.answered_calls, 0) = coalesce(c.answered_calls, 0)),
    ('total_duration_seconds', a.total_duration_seconds::text, coalesce(c.total_duration_seconds, 0)::text, coalesce(a.total_duration_seconds, 0) = coalesce(c.total_duration_seconds, 0)),
    ('credits_used', a.credits_used::text, coalesce(c.credits_used, 0)::text, coalesce(a.credits_used, 0) = coalesce(c.credits_used, 0)),
    ('leads_generated', a.leads_generated::text, coalesce(c.leads_generated, 0)::text, coalesce(a.leads_generated, 0) = coalesce(c.leads_generated, 0)),
    ('qualified_leads', a.qualified_leads::text, coalesce(c.qualified_leads, 0)::text, coalesce(a.qualified_leads, 0) = coalesce(c.qualified_leads, 0)),
    ('engagement_score_sum', a.engagement_score_sum::text, coalesce(c.engagement_score_sum, 0)::text, coalesce(a.engagement_score_sum, 0) = coalesce(c.engagement_score_sum, 0)),
    ('engagement_score_count', a.engagement_score_count::text, coalesce(c.engagement_score_count, 0)::text, coalesce(a.engagement_score_count, 0) = coalesce(c.engagement_score_count, 0)),
    ('intent_score_sum', a.intent_score_sum::text, coalesce(c.intent_score_sum, 0)::text, coalesce(a.intent_score_sum, 0) = coalesce(c.intent_score_sum, 0)),
    ('intent_score_count', a.intent_score_count::text, coalesce(c.intent_score_count, 0)::text, coalesce(a.intent_score_count, 0) = coalesce(c.intent_score_count, 0)),
    ('urgency_score_sum', a.urgency_score_sum::text, coalesce(c.urgency_score_sum, 0)::text, coalesce(a.urgency_score_sum, 0) = coalesce(c.urgency_score_sum, 0)),
    ('urgency_score_count', a.urgency_score_count::text, coalesce(c.urgency_score_count, 0)::text, coalesce(a.urgency_score_count, 0) = coalesce(c.urgency_score_count, 0)),
    ('budget_score_sum', a.budget_score_sum::text, coalesce(c.budget_score_sum, 0)::text, coalesce(a.budget_score_sum, 0) = coalesce(c.budget_score_sum, 0)),
    ('budget_score_count', a.budget_score_count::text, coalesce(c.budget_score_count, 0)::text, coalesce(a.budget_score_count, 0) = coalesce(c.budget_score_count, 0)),
    ('fit_score_sum', a.fit_score_sum::text, coalesce(c.fit_score_sum, 0)::text, coalesce(a.fit_score_sum, 0) = coalesce(c.fit_score_sum, 0)),
    ('fit_score_count', a.fit_score_count::text, coalesce(c.fit_score_count, 0)::text, coalesce(a.fit_score_count, 0) = coalesce(c.fit_score_count, 0)),
    ('total_score_sum', a.total_score_sum::text, coalesce(c.total_score_sum, 0)::text, coalesce(a.total_score_sum, 0) = coalesce(c.total_score_sum, 0)),
    ('total_score_count', a.total_score_count::text, coalesce(c.total_score_count, 0)::text, coalesce(a.total_score_count, 0) = coalesce(c.total_score_count, 0)),
    ('cta_pricing_clicks', a.cta_pricing_clicks::text, coalesce(c.cta_pricing_clicks, 0)::text, coalesce(a.cta_pricing_clicks, 0) = coalesce(c.cta_pricing_clicks, 0)),
    ('cta_demo_clicks', a.cta_demo_clicks::text, coalesce(c.cta_demo_clicks, 0)::text, coalesce(a.cta_demo_clicks, 0) = coalesce(c.cta_demo_clicks, 0)),
    ('cta_followup_clicks', a.cta_followup_clicks::text, coalesce(c.cta_followup_clicks, 0)::text, coalesce(a.cta_followup_clicks, 0) = coalesce(c.cta_followup_clicks, 0)),
    ('cta_sample_clicks', a.cta_sample_clicks::text, coalesce(c.cta_sample_clicks, 0)::text, coalesce(a.cta_sample_clicks, 0) = coalesce(c.cta_sample_clicks, 0)),
    ('cta_human_escalations', a.cta_human_escalations::text, coalesce(c.cta_human_escalations, 0)::text, coalesce(a.cta_human_escalations, 0) = coalesce(c.cta_human_escalations, 0)),
    ('cta_calls', a.cta_calls::text, coalesce(c.cta_calls, 0)::text, coalesce(a.cta_calls, 0) = coalesce(c.cta_calls, 0)),
    ('phone_calls', a.phone_calls::text, coalesce(c.phone_calls, 0)::text, coalesce(a.phone_calls, 0) = coalesce(c.phone_calls, 0)),
    ('internet_calls', a.internet_calls::text, coalesce(c.internet_calls, 0)::text, coalesce(a.internet_calls, 0) = coalesce(c.internet_calls, 0))
) as x (cell, written, counted, is_right)
where not x.is_right;

comment on view public.invariant_16_rollups_match is 'Cells of agent_analytics, hours and days, that differ from a recount of calls and analyses. Must be empty.';
comment on column public.invariant_16_rollups_match.object is 'The table at fault.';
comment on column public.invariant_16_rollups_match.key is 'Agent, local day, and hour or the word day.';
comment on column public.invariant_16_rollups_match.detail is 'The cell, what is written and what is right.';
revoke all on public.invariant_16_rollups_match from public;
alter view public.invariant_16_rollups_match owner to app_definer;
--! EndIncluded integrity/public.invariant_16_rollups_match.sql
--! Included integrity/public.invariant_17_rollups_add_up.sql
-- The hours of an agent add up to its day, and the days of a tenant's agents to the tenant's day.
create or replace view public.invariant_17_rollups_add_up with (security_barrier = true) as
select
  'agent_analytics' as object,
  format('%s %s', a.agent_id, a.date) as key,
  format('day: %s calls, %s s, %s credits, %s leads; hours: %s, %s, %s, %s',
    sum(a.total_calls) filter (where a.hour is null), sum(a.total_duration_seconds) filter (where a.hour is null),
    sum(a.credits_used) filter (where a.hour is null), sum(a.leads_generated) filter (where a.hour is null),
    sum(a.total_calls) filter (where a.hour is not null), sum(a.total_duration_seconds) filter (where a.hour is not null),
    sum(a.credits_used) filter (where a.hour is not null), sum(a.leads_generated) filter (where a.hour is not null)
  ) as detail
from public.agent_analytics a
group by a.agent_id, a.date
having (
    coalesce(sum(a.total_calls) filter (where a.hour is null), 0),
    coalesce(sum(a.total_duration_seconds) filter (where a.hour is null), 0),
    coalesce(sum(a.credits_used) filter (where a.hour is null), 0),
    coalesce(sum(a.leads_generated) filter (where a.hour is null), 0)
  ) is distinct from (
    coalesce(sum(a.total_calls) filter (where a.hour is not null), 0),
    coalesce(sum(a.total_duration_seconds) filter (where a.hour is not null), 0),
    coalesce(sum(a.credits_used) filter (where a.hour is not null), 0),
    coalesce(sum(a.leads_generated) filter (where a.hour is not null), 0)
  )
union all
select
  'user_analytics',
  format('%s %s', coalesce(u.user_id, s.user_id), coalesce(u.date, s.date)),
  (
    select string_agg(format('%s: %s instead of %s', x.cell, x.written, x.summed), ', ')
    from (
      values
        ('total_calls', coalesce(u.total_calls, 0)::numeric, coalesce(s.total_calls, 0)::numeric),
        ('successful_calls', coalesce(u.successful_calls, 0)::numeric, coalesce(s.successful_calls, 0)::numeric),
        ('total_agents', coalesce(u.total_agents, 0)::numeric, coalesce(s.total_agents, 0)::numeric),
        ('total_leads', coalesce(u.total_leads, 0)::numeric, coalesce(s.total_leads, 0)::numeric),
        ('qualified_leads', coalesce(u.qualified_leads, 0)::numeric, coalesce(s.qualified_leads, 0)::numeric),
        ('credits_used', coalesce(u.credits_used, 0)::numeric, coalesce(s.credits_used, 0)::numeric),
        ('answered_calls', coalesce(u.answered_calls, 0)::numeric, coalesce(s.answered_calls, 0)::numeric),
        ('total_duration_seconds', coalesce(u.total_duration_seconds, 0)::numeric, coalesce(s.total_duration_seconds, 0)::numeric),
        ('phone_calls', coalesce(u.phone_calls, 0)::numeric, coalesce(s.phone_calls, 0)::numeric),
        ('internet_calls', coalesce(u.internet_calls, 0)::numeric, coalesce(s.internet_calls, 0)::numeric),
        ('total_score_sum', coalesce(u.total_score_sum, 0)::numeric, coalesce(s.total_score_sum, 0)::numeric),
        ('total_score_count', coalesce(u.total_score_count, 0)::numeric, coalesce(s.total_score_count, 0)::numeric)
    ) as x (cell, written, summed)
    where x.written <> x.summed
  )
from public.user_analytics u
full join (
  select
    x.user_id,
    x.date,
    sum(x.total_calls) as total_calls,
    sum(x.successful_calls) as successful_calls,
    sum((x.total_calls > 0)::integer) as total_agents,
    sum(x.leads_generated) as total_leads,
    sum(x.qualified_leads) as qualified_leads,
    sum(x.credits_used) as credits_used,
    sum(x.answered_calls) as answered_calls,
    sum(x.total_duration_seconds) as total_duration_seconds,
    sum(x.phone_calls) as phone_calls,
    sum(x.internet_calls) as internet_calls,
    sum(x.total_score_sum) as total_score_sum,
    sum(x.total_score_count) as total_score_count
  from public.agent_analytics x
  where x.hour is null
  group by x.user_id, x.date
) s on s.user_id = u.user_id and s.date = u.date
where (
    coalesce(u.total_calls, 0), coalesce(u.successful_calls, 0), coalesce(u.total_agents, 0), coalesce(u.total_leads, 0), coalesce(u.qualified_leads, 0), coalesce(u.credits_used, 0), coalesce(u.answered_calls, 0), coalesce(u.total_duration_seconds, 0), coalesce(u.phone_calls, 0), coalesce(u.internet_calls, 0), coalesce(u.total_score_sum, 0), coalesce(u.total_score_count, 0)
  ) <> (
    coalesce(s.total_calls, 0), coalesce(s.successful_calls, 0), coalesce(s.total_agents, 0), coalesce(s.total_leads, 0), coalesce(s.qualified_leads, 0), coalesce(s.credits_used, 0), coalesce(s.answered_calls, 0), coalesce(s.total_duration_seconds, 0), coalesce(s.phone_calls, 0), coalesce(s.internet_calls, 0), coalesce(s.total_score_sum, 0), coalesce(s.total_score_count, 0)
  );

comment on view public.invariant_17_rollups_add_up is 'Days of agents that are not the sum of their hours, and days of tenants that are not the sum of their agents. Must be empty.';
comment on column public.invariant_17_rollups_add_up.object is 'The table at fault.';
comment on column public.invariant_17_rollups_add_up.key is 'Agent or tenant, and local day.';
comment on column public.invariant_17_rollups_add_up.detail is 'Both sides.';
revoke all on public.invariant_17_rollups_add_up from public;
alter view public.invariant_17_rollups_add_up owner to app_definer;
--! EndIncluded integrity/public.invariant_17_rollups_add_up.sql

-- What was counted before these columns.
set local role app_definer;
update public.agent_analytics a
set phone_calls = c.phone_calls, internet_calls = c.internet_calls
from public.count_agent_analytics(array(select g.id from public.agents g), '-infinity', 'infinity') c
where a.agent_id = c.agent_id and a.date = c.date and a.hour is not distinct from c.hour
  and (a.phone_calls, a.internet_calls) <> (c.phone_calls, c.internet_calls);
update public.user_analytics u
set answered_calls = s.answered_calls, total_duration_seconds = s.total_duration_seconds, phone_calls = s.phone_calls,
    internet_calls = s.internet_calls, total_score_sum = s.total_score_sum, total_score_count = s.total_score_count
from (
  select a.user_id, a.date, sum(a.answered_calls) as answered_calls, sum(a.total_duration_seconds) as total_duration_seconds,
    sum(a.phone_calls) as phone_calls, sum(a.internet_calls) as internet_calls, sum(a.total_score_sum) as total_score_sum,
    sum(a.total_score_count) as total_score_count
  from public.agent_analytics a
  where a.hour is null
  group by a.user_id, a.date
) s
where s.user_id = u.user_id and s.date = u.date;
set local role app_migrator;

--! split: 30-dashboard.sql
create table public.job_runs (
  task varchar(100) not null,
  schedule varchar(100),
  last_started_at timestamptz,
  last_duration_ms integer,
  last_result text,
  last_error text,
  runs bigint not null default 0,
  failures bigint not null default 0,
  constraint job_runs_pkey primary key (task)
) with (fillfactor = 50);
-- Nothing has filled it before. The days stand beside the piece: taken out of it they would cost a read of the whole for each note.
set local role app_definer;
delete from public.dashboard_cache;
set local role app_migrator;
alter table public.dashboard_cache
  add column from_date date not null,
  add column to_date date not null;
drop function api.list_calls(uuid, uuid, text, text, timestamptz, uuid, integer);

set local check_function_bodies = off;
--! Included analytics/public.dashboard_cache.sql
-- Computed pieces of pages: what costs more than a handful of rows. An entry says of which days it is; a note of one of them in kpi_notes
-- keeps it from being shown (cache_is_current). Only fill_dashboard_cache stores.

comment on table public.dashboard_cache is
  'One row per tenant and cached piece of a dashboard.';
comment on column public.dashboard_cache.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dashboard_cache.cache_key is 'Which piece, with its parameters.';
comment on column public.dashboard_cache.payload is 'The piece as JSON.';
comment on column public.dashboard_cache.from_date is 'First local day that the piece is about.';
comment on column public.dashboard_cache.to_date is 'Last local day that it is about.';
comment on column public.dashboard_cache.computed_at is 'When it was computed.';
comment on column public.dashboard_cache.expires_at is 'Not to be used from this moment on; the row is deleted later.';

alter table public.dashboard_cache enable row level security;
alter table public.dashboard_cache force row level security;

drop policy if exists dashboard_cache_select_own on public.dashboard_cache;
create policy dashboard_cache_select_own on public.dashboard_cache for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy dashboard_cache_select_own on public.dashboard_cache is 'A tenant reads its own pieces.';

drop policy if exists dashboard_cache_all_definer on public.dashboard_cache;
create policy dashboard_cache_all_definer on public.dashboard_cache for all to app_definer
  using (true) with check (true);
comment on policy dashboard_cache_all_definer on public.dashboard_cache is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.dashboard_cache to app_user;
grant select, insert, update, delete on public.dashboard_cache to app_definer;
--! EndIncluded analytics/public.dashboard_cache.sql
--! Included analytics/public.kpi_notes.sql
-- Append-only notes which days of the KPI summary are out of date. Without a unique key on purpose: "note only if not noted" may meet the
-- very note that the refresh is deleting, and the day stays wrong for ever.

comment on table public.kpi_notes is
  'One row per change of a tenant''s day since the last refresh of the summary; pairs repeat.';
comment on column public.kpi_notes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.kpi_notes.date is 'Local day whose row in the summary is out of date; -infinity: none, but all that is cached about the tenant is.';

alter table public.kpi_notes enable row level security;
alter table public.kpi_notes force row level security;

drop policy if exists kpi_notes_select_own on public.kpi_notes;
create policy kpi_notes_select_own on public.kpi_notes for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy kpi_notes_select_own on public.kpi_notes is 'A tenant reads which of its own days are noted.';

drop policy if exists kpi_notes_select_masker on public.kpi_notes;
create policy kpi_notes_select_masker on public.kpi_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy kpi_notes_select_masker on public.kpi_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists kpi_notes_all_definer on public.kpi_notes;
create policy kpi_notes_all_definer on public.kpi_notes for all to app_definer
  using (true) with check (true);
comment on policy kpi_notes_all_definer on public.kpi_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.kpi_notes to app_user;
grant select, insert, update, delete on public.kpi_notes to app_definer;
grant select on public.kpi_notes to app_masker;
--! EndIncluded analytics/public.kpi_notes.sql
--! Included analytics/public.cache_is_current.sql
-- An entry is what it was computed from as long as none of its days is noted. The refresh of the summary, which deletes notes, deletes
-- the entries that they are about with them; and nobody fills the cache beside a refresh (both take the lock 'kpi').
create or replace function public.cache_is_current(p_entry public.dashboard_cache, p_now timestamptz)
  returns boolean
  language sql
  stable
begin atomic
  select p_entry.expires_at > p_now
    and not exists (
      select from public.kpi_notes n
      where n.user_id = p_entry.user_id and n.date between p_entry.from_date and p_entry.to_date
    )
    and not exists (
      select from public.kpi_notes n
      where n.user_id = p_entry.user_id and n.date = '-infinity'
    );
end;
comment on function public.cache_is_current is
  'True when an entry of dashboard_cache may be shown. Called by fill_dashboard_cache, test_cache_invalidation and list_hours.';
revoke all on function public.cache_is_current from public;
grant execute on function public.cache_is_current to app_definer, app_user;
--! EndIncluded analytics/public.cache_is_current.sql
--! Included analytics/public.count_hours.sql
-- A tenant's hours of several days on top of each other, as a week: the one definition, for what is cached and what is computed at once.
create or replace function public.count_hours(p_user_id uuid, p_from date, p_to date)
  returns table (weekday integer, hour integer, total_calls integer, answered_calls integer, qualified_leads integer)
  language sql
  stable
begin atomic
  select extract(isodow from a.date)::integer, a.hour, sum(a.total_calls)::integer, sum(a.answered_calls)::integer, sum(a.qualified_leads)::integer
  from public.agent_analytics a
  where a.user_id = p_user_id
    and a.date between p_from and p_to
    and a.hour is not null
  group by 1, 2
  having sum(a.total_calls) > 0 or sum(a.qualified_leads) > 0;
end;
comment on function public.count_hours is
  'Calls and qualified leads of a tenant by weekday (1 is Monday) and local hour over the days from p_from to p_to; hours without any are left out. Called by fill_dashboard_cache, test_cache_invalidation and list_hours.';
revoke all on function public.count_hours from public;
grant execute on function public.count_hours to app_definer, app_user;
--! EndIncluded analytics/public.count_hours.sql
--! Included analytics/public.fill_dashboard_cache.sql
-- Computes ahead what a dashboard shows of the 29 days before today, for tenants that have called in that time. Under the lock of the
-- refresh: a refresh that has deleted notes is over before anything is computed here, and one that comes later sees these entries.
create or replace function public.fill_dashboard_cache(p_limit integer default 200, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_filled integer;
begin
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update skip locked;
  if not found then
    return false;
  end if;

  insert into public.dashboard_cache as c (user_id, cache_key, from_date, to_date, payload, computed_at, expires_at)
  select t.user_id, 'hours', t.today - 29, t.today - 1, h.rows, p_now, p_now + interval '1 day'
  from (
    select u.id as user_id, (p_now at time zone public.get_user_timezone(u.id))::date as today
    from public.users u
    where exists (select from public.user_analytics a where a.user_id = u.id and a.date >= (p_now - interval '31 days')::date and a.total_calls > 0)
  ) t
  cross join lateral (
    select coalesce(jsonb_agg(to_jsonb(x)), '[]') as rows from public.count_hours(t.user_id, t.today - 29, t.today - 1) x
  ) h
  where not exists (
      select from public.dashboard_cache e
      where e.user_id = t.user_id and e.cache_key = 'hours' and e.to_date = t.today - 1 and public.cache_is_current(e, p_now)
    )
    -- An entry of noted days would not be shown, and filling it would never end: its turn is after the next refresh.
    and not exists (
      select from public.kpi_notes n
      where n.user_id = t.user_id and (n.date = '-infinity' or n.date between t.today - 29 and t.today - 1)
    )
  order by t.user_id
  limit p_limit
  on conflict (user_id, cache_key) do update
  set from_date = excluded.from_date, to_date = excluded.to_date, payload = excluded.payload, computed_at = excluded.computed_at, expires_at = excluded.expires_at;
  get diagnostics v_filled = row_count;
  return v_filled = p_limit;
end
$function$;
comment on function public.fill_dashboard_cache is
  'Computes the hours of the last days for up to p_limit tenants that have no current entry; returns whether there may be more. Scheduled every hour, after the refresh.';
revoke all on function public.fill_dashboard_cache from public;
grant execute on function public.fill_dashboard_cache to app_worker;
alter function public.fill_dashboard_cache owner to app_definer;
--! EndIncluded analytics/public.fill_dashboard_cache.sql
--! Included analytics/public.test_cache_invalidation.sql
-- For whoever doubts a dashboard: says of a tenant's cache what would be shown, and compares that with what is computed at once.
create or replace function public.test_cache_invalidation(p_user_id uuid, p_now timestamptz default now())
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select format(
    '%s cached, %s of them shown, %s held back by %s of changed days; %s',
    public.counted(count(*), 'piece', 'pieces'),
    count(*) filter (where e.is_current),
    count(*) filter (where not e.is_current),
    public.counted((select count(*) from public.kpi_notes n where n.user_id = p_user_id), 'note', 'notes'),
    case
      when count(*) filter (where e.is_current and not e.is_right) = 0 then 'all that is shown is right.'
      else format('WRONG: %s.', string_agg(e.cache_key, ', ') filter (where e.is_current and not e.is_right))
    end
  )
  from (
    select c.cache_key, public.cache_is_current(c, p_now) as is_current,
      (
        select coalesce(jsonb_object_agg(format('%s %s', x ->> 'weekday', x ->> 'hour'), x), '{}') from jsonb_array_elements(c.payload) x
      ) = (
        select coalesce(jsonb_object_agg(format('%s %s', h.weekday, h.hour), to_jsonb(h)), '{}')
        from public.count_hours(c.user_id, c.from_date, c.to_date) h
      ) as is_right
    from public.dashboard_cache c
    where c.user_id = p_user_id
  ) e
$function$;
comment on function public.test_cache_invalidation is
  'A sentence about what is cached for a tenant: how much is shown, how much is held back because it has changed, and whether what is shown is right. Called by hand.';
revoke all on function public.test_cache_invalidation from public;
grant execute on function public.test_cache_invalidation to app_worker;
alter function public.test_cache_invalidation owner to app_definer;
--! EndIncluded analytics/public.test_cache_invalidation.sql
--! Included analytics/public.update_dashboard_cache_from_agents.sql
-- What is cached about a tenant may be about the agent that changes, whichever piece it is: none is shown until it is computed anew. A note
-- and no deletion: whoever is computing right now has not seen this change.
create or replace function public.update_dashboard_cache_from_agents()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct r.user_id, date '-infinity'
  from new_rows r
  order by 1;
  return null;
end
$function$;
comment on function public.update_dashboard_cache_from_agents is
  'Trigger of agents: nothing that is cached about their tenants is shown any more.';
revoke all on function public.update_dashboard_cache_from_agents from public;
alter function public.update_dashboard_cache_from_agents owner to app_definer;
--! EndIncluded analytics/public.update_dashboard_cache_from_agents.sql
--! Included analytics/public.update_dashboard_cache_from_agents_on_delete.sql
-- See update_dashboard_cache_from_agents. A tenant that is being deleted needs no note.
create or replace function public.update_dashboard_cache_from_agents_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct r.user_id, date '-infinity'
  from old_rows r
  join public.users u on u.id = r.user_id
  order by 1;
  return null;
end
$function$;
comment on function public.update_dashboard_cache_from_agents_on_delete is
  'Trigger of agents: nothing that is cached about their tenants is shown any more.';
revoke all on function public.update_dashboard_cache_from_agents_on_delete from public;
alter function public.update_dashboard_cache_from_agents_on_delete owner to app_definer;
--! EndIncluded analytics/public.update_dashboard_cache_from_agents_on_delete.sql
--! Included agents/public.agents.triggers.sql
-- All side effects of a write to agents, in firing order.
create or replace trigger _200_lock_rollups_before_delete
  before delete on public.agents
  for each row execute function public.lock_rollups_before_delete();
comment on trigger _200_lock_rollups_before_delete on public.agents is 'What the deletion takes along reaches the rollups in several steps; it has their locks before the first.';

create or replace trigger update_agents_updated_at
  before update on public.agents
  for each row execute function public.update_updated_at_column();
comment on trigger update_agents_updated_at on public.agents is
  'Stamps updated_at of every changed row.';

create or replace trigger update_dashboard_cache_from_agents
  after update on public.agents
  referencing new table as new_rows
  for each statement execute function public.update_dashboard_cache_from_agents();
comment on trigger update_dashboard_cache_from_agents on public.agents is 'What is cached about the tenant is old now.';

create or replace trigger update_dashboard_cache_from_agents_on_insert
  after insert on public.agents
  referencing new table as new_rows
  for each statement execute function public.update_dashboard_cache_from_agents();
comment on trigger update_dashboard_cache_from_agents_on_insert on public.agents is 'What is cached about the tenant is old now.';

create or replace trigger update_dashboard_cache_from_agents_on_delete
  after delete on public.agents
  referencing old table as old_rows
  for each statement execute function public.update_dashboard_cache_from_agents_on_delete();
comment on trigger update_dashboard_cache_from_agents_on_delete on public.agents is 'What is cached about the tenant is old now.';
--! EndIncluded agents/public.agents.triggers.sql
--! Included analytics/public.refresh_user_kpi_summary.sql
-- First the notes are deleted, then the summary is refreshed, in one transaction: what the deletion saw, the later snapshot of the
-- refresh contains, and what it did not see stays noted. The other way round a change between the two would be forgotten.
-- What the dashboard cache holds of noted days goes with the notes that kept it from being shown.
-- CONCURRENTLY, because the plain refresh locks readers out and shows them an empty table.
-- READ COMMITTED is demanded: under a fixed snapshot the refresh would not be later than the deletion.
create or replace function public.refresh_user_kpi_summary()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise sqlstate 'VC500' using
      message = 'refresh_needs_read_committed',
      hint = 'The refresh has to run in its own transaction at isolation level read committed.';
  end if;
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update;
  with gone as (
    delete from public.kpi_notes n
    returning n.user_id, n.date
  )
  delete from public.dashboard_cache c
  using gone g
  where g.user_id = c.user_id
    and (g.date = '-infinity' or g.date between c.from_date and c.to_date);
  refresh materialized view concurrently public.user_kpi_summary;
end
$function$;
comment on function public.refresh_user_kpi_summary is
  'Brings user_kpi_summary up to date; readers wait for nothing. Called by scheduled_refresh_user_kpi_summary and by hand. Raises refresh_needs_read_committed.';
revoke all on function public.refresh_user_kpi_summary from public;
grant execute on function public.refresh_user_kpi_summary to app_worker;
alter function public.refresh_user_kpi_summary owner to app_definer;
--! EndIncluded analytics/public.refresh_user_kpi_summary.sql
--! Included accounts/public.restamp_after_default_zone_change.sql
-- See restamp_after_zone_change: tenants whose location names no zone go by the default of the installation.
create or replace function public.restamp_after_default_zone_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform
    public.add_job('call__restamp', json_build_object('user_id', u.id), 'call__restamp ' || u.id),
    public.add_job('call__restamp', json_build_object('user_id', u.id), 'call__restamp again ' || u.id, now() + interval '10 minutes')
  from public.users u
  where not exists (select from public.time_zones z where z.name = u.location)
    and exists (
      select from new_rows n join old_rows o on o.key = n.key
      where n.key = 'default_timezone' and n.value is distinct from o.value
    );
  return null;
end
$function$;
comment on function public.restamp_after_default_zone_change is
  'Trigger of system_config: has the calls of tenants without a zone of their own filed under their new local days.';
revoke all on function public.restamp_after_default_zone_change from public;
alter function public.restamp_after_default_zone_change owner to app_definer;
--! EndIncluded accounts/public.restamp_after_default_zone_change.sql
--! Included platform/public.system_config.triggers.sql
-- Everything that a write to system_config sets off.
create or replace trigger z_900_restamp_after_default_zone_change
  after update on public.system_config
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_after_default_zone_change();
comment on trigger z_900_restamp_after_default_zone_change on public.system_config is 'Another default zone cuts other days for those who go by it.';
--! EndIncluded platform/public.system_config.triggers.sql
--! Included platform/public.job_runs.sql
-- When each job last ran and how it ended: what the queue of graphile-worker forgets as soon as a job is done.

comment on table public.job_runs is
  'One row per job of the worker: its schedule and its last run.';
comment on column public.job_runs.task is 'Name of the job, written entity__verb.';
comment on column public.job_runs.schedule is 'When it runs, in the form of cron, UTC; null when only functions enqueue it.';
comment on column public.job_runs.last_started_at is 'When its last run that has ended began; null before the first.';
comment on column public.job_runs.last_duration_ms is 'How long that run took. Unit: milliseconds.';
comment on column public.job_runs.last_result is 'What the job''s function returned in that run, in words; null when it failed.';
comment on column public.job_runs.last_error is 'Message of the error that ended it; null when it went well.';
comment on column public.job_runs.runs is 'Runs that have ended, well or not.';
comment on column public.job_runs.failures is 'Runs that failed.';

grant select, insert, update, delete on public.job_runs to app_definer;
--! EndIncluded platform/public.job_runs.sql
--! Included platform/public.announce_jobs.sql
-- The worker says at its start which jobs it has: so a job that has never run is visible, too, and one that is gone is not.
create or replace function public.announce_jobs(p_jobs jsonb)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from public.job_runs r where not p_jobs ? r.task;
  insert into public.job_runs as r (task, schedule)
  select j.key, j.value
  from jsonb_each_text(p_jobs) j
  order by j.key
  on conflict (task) do update set schedule = excluded.schedule where r.schedule is distinct from excluded.schedule;
end
$function$;
comment on function public.announce_jobs is
  'Lists the jobs of this version: object from task to schedule (cron, UTC) or null. Called by the worker when it starts.';
revoke all on function public.announce_jobs from public;
grant execute on function public.announce_jobs to app_worker;
alter function public.announce_jobs owner to app_definer;
--! EndIncluded platform/public.announce_jobs.sql
--! Included platform/public.record_job_run.sql
create or replace function public.record_job_run(p_task text, p_started_at timestamptz, p_duration_ms integer, p_result text, p_error text)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  update public.job_runs r
  set last_started_at = p_started_at,
      last_duration_ms = p_duration_ms,
      last_result = left(p_result, 200),
      last_error = left(p_error, 1000),
      runs = r.runs + 1,
      failures = r.failures + (p_error is not null)::integer
  where r.task = p_task
$function$;
comment on function public.record_job_run is
  'Notes the end of a run of a job: duration in milliseconds, result in words, message of the error or null. Called by the worker after each run.';
revoke all on function public.record_job_run from public;
grant execute on function public.record_job_run to app_worker;
alter function public.record_job_run owner to app_definer;
--! EndIncluded platform/public.record_job_run.sql
--! Included accounts/public.zone_of.sql
-- The zone that a location means. users.location is free text in the reference, so it counts only when it is the name of a zone; PostgreSQL
-- itself would also take 'EST' or 'FOO+5'.
create or replace function public.zone_of(p_location text)
  returns varchar
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_zone text;
begin
  select z.name into v_zone from public.time_zones z where z.name = p_location;
  return coalesce(v_zone, public.text_setting('default_timezone'), 'UTC');
end
$function$;
comment on function public.zone_of is
  'The IANA zone of a location: itself when it names a zone, else system_config default_timezone. Called by get_user_timezone and require_today.';
revoke all on function public.zone_of from public;
grant execute on function public.zone_of to app_definer, app_user;
--! EndIncluded accounts/public.zone_of.sql
--! Included accounts/public.get_user_timezone.sql
-- The zone in which a tenant's days and hours are cut.
--
-- Runs as its caller: functions of ours see every tenant, a person only the own one, and learns the default of the
-- installation about all others.
create or replace function public.get_user_timezone(p_user_id uuid)
  returns varchar
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_location text;
begin
  select u.location into v_location from public.users u where u.id = p_user_id;
  return public.zone_of(v_location);
end
$function$;
comment on function public.get_user_timezone is
  'The IANA zone of a tenant: users.location when it names a zone, else system_config default_timezone.';
revoke all on function public.get_user_timezone from public;
grant execute on function public.get_user_timezone to app_definer, app_user;
--! EndIncluded accounts/public.get_user_timezone.sql
--! Included accounts/public.require_today.sql
-- The first line of functions whose answer depends on the day. Row security shows the caller's own account and no other, so finding it
-- is the proof of being signed in, and the zone comes with it.
create or replace function public.require_today(p_now timestamptz)
  returns date
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_location text;
begin
  select u.location into v_location from public.users u;
  if not found then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  return (p_now at time zone public.zone_of(v_location))::date;
end
$function$;
comment on function public.require_today is
  'The signed-in user''s local day at an instant. Called by functions behind dashboards. Raises not_signed_in.';
revoke all on function public.require_today from public;
grant execute on function public.require_today to app_user;
--! EndIncluded accounts/public.require_today.sql
--! Included accounts/public.require_admin.sql
-- The first line of every function that shows or does something beyond one's own tenant.
create or replace function public.require_admin()
  returns uuid
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  if not exists (select from public.users u where u.id = v_user_id and u.role in ('admin', 'super_admin')) then
    raise sqlstate 'VC403' using
      message = 'admin_only',
      hint = 'Only administrators may see this.';
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_admin is
  'The id of the signed-in administrator. Raises not_signed_in, admin_only.';
revoke all on function public.require_admin from public;
grant execute on function public.require_admin to app_user;
alter function public.require_admin owner to app_definer;
--! EndIncluded accounts/public.require_admin.sql
--! Included platform/api.jobs.sql
-- What runs for all tenants belongs to none, so no tenant may read it: only list_jobs does, which asks who is asking.
create or replace view api.jobs with (security_invoker = true) as
select r.task, r.schedule, r.last_started_at, r.last_duration_ms, r.last_result, r.last_error, r.runs, r.failures
from public.job_runs r;
comment on view api.jobs is 'One row per job of the worker.';
comment on column api.jobs.task is 'Its name.';
comment on column api.jobs.schedule is 'When it runs, in the form of cron, UTC; null: when something asks for it.';
comment on column api.jobs.last_started_at is 'When its last run began.';
comment on column api.jobs.last_duration_ms is 'How long that took. Unit: milliseconds.';
comment on column api.jobs.last_result is 'What it returned.';
comment on column api.jobs.last_error is 'Why it failed; null when it did not.';
comment on column api.jobs.runs is 'How often it has run.';
comment on column api.jobs.failures is 'How often it has failed.';
grant select on api.jobs to app_definer;
--! EndIncluded platform/api.jobs.sql
--! Included platform/api.list_jobs.sql
create or replace function api.list_jobs()
  returns setof api.jobs
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select j.* from api.jobs j order by j.task;
end
$function$;
comment on function api.list_jobs is
  'The jobs of the worker with schedule, last run, duration and result, by name. Raises not_signed_in, admin_only.';
revoke all on function api.list_jobs from public;
grant execute on function api.list_jobs to app_user;
alter function api.list_jobs owner to app_definer;
--! EndIncluded platform/api.list_jobs.sql
--! Included analytics/public.call_measures.sql
-- How a call counts: the one definition, for triggers, recomputes, invariants and tests. Additive only. Scalars, so that
-- the planner can put it into the query that uses it.
create or replace function public.call_measures(
  p_status text,
  p_started_at timestamptz,
  p_duration_seconds integer,
  p_credits integer,
  p_call_source text
)
  returns table (
    total_calls integer,
    successful_calls integer,
    failed_calls integer,
    answered_calls integer,
    total_duration_seconds bigint,
    credits_used integer,
    phone_calls integer,
    internet_calls integer
  )
  language sql
  immutable
  parallel safe
begin atomic
  select
    1,
    (p_status = 'completed')::integer,
    (p_status in ('failed', 'busy', 'no-answer'))::integer,
    (p_started_at is not null)::integer,
    coalesce(p_duration_seconds, 0)::bigint,
    p_credits,
    coalesce(p_call_source = 'phone', false)::integer,
    coalesce(p_call_source = 'internet', false)::integer;
end;
comment on function public.call_measures is
  'What one call adds to agent_analytics. Units: calls, seconds, whole credits. Called by the rollup triggers, the recomputes, the invariants and list_campaign_days.';
revoke all on function public.call_measures from public;
grant execute on function public.call_measures to app_definer, app_user;
--! EndIncluded analytics/public.call_measures.sql
--! Included analytics/public.require_period.sql
create or replace function public.require_period(p_from date, p_to date)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_from is null or p_to is null or not isfinite(p_from) or not isfinite(p_to) or p_from not between p_to - interval '366 days' and p_to then
    raise sqlstate 'VC400' using
      message = 'period_invalid',
      detail = format('from %s to %s', p_from, p_to),
      hint = 'Choose a first day that is not after the last, and at most 367 days.';
  end if;
end
$function$;
comment on function public.require_period is
  'Nothing when the days are a period that a dashboard may ask for. Called by the functions behind dashboards. Raises period_invalid.';
revoke all on function public.require_period from public;
grant execute on function public.require_period to app_user;
--! EndIncluded analytics/public.require_period.sql
--! Included analytics/public.compared_period.sql
-- With what a period is compared. Weekdays matched: as many whole weeks back as it takes, because a Monday is nothing beside a Sunday.
create or replace function public.compared_period(p_from date, p_to date, p_compare text)
  returns daterange
  language sql
  immutable
  parallel safe
  return case p_compare
    when 'weekdays' then daterange(p_from - 7 * ((p_to - p_from) / 7 + 1), p_to - 7 * ((p_to - p_from) / 7 + 1), '[]')
    when 'year' then daterange((p_from - interval '1 year')::date, (p_to - interval '1 year')::date, '[]')
    else daterange(p_from - (p_to - p_from + 1), p_from - 1, '[]')
  end;
comment on function public.compared_period is
  'The days that a period is compared with: weekdays, the same weekdays before it; year, the same days a year ago; else as many days just before it. Called by compare_periods.';
revoke all on function public.compared_period from public;
grant execute on function public.compared_period to app_user;
--! EndIncluded analytics/public.compared_period.sql
--! Included analytics/public.days_of.sql
-- One row per day from the rollup that has it: the tenant's days, or those of one agent. Runs as its caller, so row security decides whose.
-- A body that is bound at creation, so that the planner puts it into the query that uses it.
create or replace function public.days_of(p_from date, p_to date, p_agent_id uuid)
  returns table (
    date date,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer,
    total_score_sum numeric,
    total_score_count integer
  )
  language sql
  stable
begin atomic
  select u.date, u.total_calls, u.answered_calls, u.successful_calls, u.total_duration_seconds, u.total_leads, u.qualified_leads,
    u.credits_used, u.total_score_sum, u.total_score_count
  from public.user_analytics u
  where p_agent_id is null and u.date between p_from and p_to
  union all
  select a.date, a.total_calls, a.answered_calls, a.successful_calls, a.total_duration_seconds, a.leads_generated, a.qualified_leads,
    a.credits_used, a.total_score_sum, a.total_score_count
  from public.agent_analytics a
  where a.agent_id = p_agent_id and a.hour is null and a.date between p_from and p_to;
end;
comment on function public.days_of is
  'The days of the signed-in tenant that have calls, or of one of its agents. Units: calls, seconds, leads, whole credits, score points. Called by compare_periods and list_days.';
revoke all on function public.days_of from public;
grant execute on function public.days_of to app_user;
--! EndIncluded analytics/public.days_of.sql
--! Included analytics/api.compare_periods.sql
-- Asked for at every look at a dashboard, and by its changes while calls run. Planned once for each connection: the plan that asks
-- both rollups and reads one costs more than a plan for this very question, but planning costs more than either.
create or replace function api.compare_periods(
  p_from date,
  p_to date,
  p_compare text default 'previous',
  p_agent_id uuid default null,
  p_now timestamptz default now()
)
  returns table (
    period text,
    from_date date,
    to_date date,
    is_complete boolean,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer,
    answer_rate numeric,
    success_rate numeric,
    conversion_rate numeric,
    avg_total_score numeric,
    cost_per_lead numeric
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_today date := public.require_today(p_now);
  v_compared daterange;
begin
  perform public.require_period(p_from, p_to);
  v_compared := public.compared_period(p_from, p_to, p_compare);
  return query
  select
    p.period, p.from_date, p.to_date, p.to_date < v_today,
    coalesce(s.calls, 0)::integer, coalesce(s.answered, 0)::integer, coalesce(s.successful, 0)::integer, coalesce(s.seconds, 0)::bigint,
    coalesce(s.leads, 0)::integer, coalesce(s.qualified, 0)::integer, coalesce(s.credits, 0)::integer,
    round(100.0 * s.answered / nullif(s.calls, 0), 2),
    round(100.0 * s.successful / nullif(s.calls, 0), 2),
    round(100.0 * s.qualified / nullif(s.leads, 0), 2),
    round(s.points / nullif(s.scored, 0), 2),
    round(s.credits::numeric / nullif(s.leads, 0), 2)
  from (
    values ('current', p_from, p_to), ('compared', lower(v_compared), upper(v_compared) - 1)
  ) as p (period, from_date, to_date)
  left join lateral (
    select sum(d.total_calls) as calls, sum(d.answered_calls) as answered, sum(d.successful_calls) as successful, sum(d.talk_seconds) as seconds,
      sum(d.leads) as leads, sum(d.qualified_leads) as qualified, sum(d.credits_used) as credits, sum(d.total_score_sum) as points,
      sum(d.total_score_count) as scored
    from public.days_of(p.from_date, p.to_date, p_agent_id) d
  ) s on true;
end
$function$;
comment on function api.compare_periods is
  'Two rows: the figures of a period of local days and of the period it is compared with (previous, weekdays or year), of the tenant or of one agent. Rates are percent; they, scores and cost are null when nothing is there to divide by. Raises not_signed_in, period_invalid.
@notNull period
@notNull from_date
@notNull to_date
@notNull is_complete
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull talk_seconds
@notNull leads
@notNull qualified_leads
@notNull credits_used';
revoke all on function api.compare_periods from public;
grant execute on function api.compare_periods to app_user;
--! EndIncluded analytics/api.compare_periods.sql
--! Included analytics/api.list_days.sql
create or replace function api.list_days(p_from date, p_to date, p_agent_id uuid default null, p_now timestamptz default now())
  returns table (
    date date,
    is_complete boolean,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    leads integer,
    qualified_leads integer,
    credits_used integer
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_today date := public.require_today(p_now);
begin
  perform public.require_period(p_from, p_to);
  return query
  select
    p_from + s.n, p_from + s.n < v_today,
    coalesce(d.total_calls, 0), coalesce(d.answered_calls, 0), coalesce(d.successful_calls, 0), coalesce(d.leads, 0),
    coalesce(d.qualified_leads, 0), coalesce(d.credits_used, 0)
  from generate_series(0, p_to - p_from) as s (n)
  left join public.days_of(p_from, p_to, p_agent_id) d on d.date = p_from + s.n
  order by s.n;
end
$function$;
comment on function api.list_days is
  'One row per local day of a period, also without calls, of the tenant or of one agent; a day that is not over is not complete. Raises not_signed_in, period_invalid.
@notNull date
@notNull is_complete
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull leads
@notNull qualified_leads
@notNull credits_used';
revoke all on function api.list_days from public;
grant execute on function api.list_days to app_user;
--! EndIncluded analytics/api.list_days.sql
--! Included analytics/api.list_agent_figures.sql
create or replace function api.list_agent_figures(p_from date, p_to date, p_agent_id uuid default null)
  returns table (
    agent_id uuid,
    name text,
    is_active boolean,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer,
    answer_rate numeric,
    success_rate numeric,
    conversion_rate numeric,
    cost_per_lead numeric,
    avg_engagement_score numeric,
    avg_intent_score numeric,
    avg_urgency_score numeric,
    avg_budget_score numeric,
    avg_fit_score numeric,
    avg_total_score numeric,
    cta_pricing_clicks integer,
    cta_demo_clicks integer,
    cta_followup_clicks integer,
    cta_sample_clicks integer,
    cta_human_escalations integer
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
begin
  perform public.require_user();
  perform public.require_period(p_from, p_to);
  return query
  select
    g.id, g.name::text, g.is_active,
    coalesce(s.calls, 0)::integer, coalesce(s.answered, 0)::integer, coalesce(s.successful, 0)::integer, coalesce(s.seconds, 0)::bigint,
    coalesce(s.leads, 0)::integer, coalesce(s.qualified, 0)::integer, coalesce(s.credits, 0)::integer,
    round(100.0 * s.answered / nullif(s.calls, 0), 2), round(100.0 * s.successful / nullif(s.calls, 0), 2),
    round(100.0 * s.qualified / nullif(s.leads, 0), 2), round(s.credits::numeric / nullif(s.leads, 0), 2),
    round(s.engagement / nullif(s.engagement_n, 0), 2), round(s.intent / nullif(s.intent_n, 0), 2),
    round(s.urgency / nullif(s.urgency_n, 0), 2), round(s.budget / nullif(s.budget_n, 0), 2),
    round(s.fit / nullif(s.fit_n, 0), 2), round(s.total / nullif(s.total_n, 0), 2),
    coalesce(s.pricing, 0)::integer, coalesce(s.demo, 0)::integer, coalesce(s.followup, 0)::integer, coalesce(s.sample, 0)::integer,
    coalesce(s.human, 0)::integer
  from public.agents g
  left join lateral (
    select
      sum(a.total_calls) as calls, sum(a.answered_calls) as answered, sum(a.successful_calls) as successful,
      sum(a.total_duration_seconds) as seconds, sum(a.leads_generated) as leads, sum(a.qualified_leads) as qualified,
      sum(a.credits_used) as credits,
      sum(a.engagement_score_sum) as engagement, sum(a.engagement_score_count) as engagement_n,
      sum(a.intent_score_sum) as intent, sum(a.intent_score_count) as intent_n,
      sum(a.urgency_score_sum) as urgency, sum(a.urgency_score_count) as urgency_n,
      sum(a.budget_score_sum) as budget, sum(a.budget_score_count) as budget_n,
      sum(a.fit_score_sum) as fit, sum(a.fit_score_count) as fit_n,
      sum(a.total_score_sum) as total, sum(a.total_score_count) as total_n,
      sum(a.cta_pricing_clicks) as pricing, sum(a.cta_demo_clicks) as demo, sum(a.cta_followup_clicks) as followup,
      sum(a.cta_sample_clicks) as sample, sum(a.cta_human_escalations) as human
    from public.agent_analytics a
    where a.agent_id = g.id and a.hour is null and a.date between p_from and p_to
  ) s on true
  where p_agent_id is null or g.id = p_agent_id
  order by s.calls desc nulls last, g.name, g.id;
end
$function$;
comment on function api.list_agent_figures is
  'The figures of the tenant''s agents, or of one, over a period of local days, most calls first; agents without calls have zeros. Rates are percent; they, scores and cost are null when nothing is there to divide by. Raises not_signed_in, period_invalid.
@notNull agent_id
@notNull name
@notNull is_active
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull talk_seconds
@notNull leads
@notNull qualified_leads
@notNull credits_used
@notNull cta_pricing_clicks
@notNull cta_demo_clicks
@notNull cta_followup_clicks
@notNull cta_sample_clicks
@notNull cta_human_escalations';
revoke all on function api.list_agent_figures from public;
grant execute on function api.list_agent_figures to app_user;
--! EndIncluded analytics/api.list_agent_figures.sql
--! Included analytics/api.list_source_figures.sql
create or replace function api.list_source_figures(p_from date, p_to date)
  returns table (call_source text, total_calls integer, share numeric)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.require_period(p_from, p_to);
  return query
  select x.call_source, x.calls::integer, round(100.0 * x.calls / nullif(s.total, 0), 2)
  from (
    select coalesce(sum(u.total_calls), 0) as total, coalesce(sum(u.phone_calls), 0) as phone, coalesce(sum(u.internet_calls), 0) as internet
    from public.user_analytics u
    where u.user_id = v_user_id and u.date between p_from and p_to
  ) s
  cross join lateral (
    values ('phone', s.phone), ('internet', s.internet), ('unknown', s.total - s.phone - s.internet)
  ) as x (call_source, calls)
  order by x.calls desc, x.call_source;
end
$function$;
comment on function api.list_source_figures is
  'Calls of a period of local days by source: phone, internet, unknown, most first; share is percent, null without calls. Raises not_signed_in, period_invalid.
@notNull call_source
@notNull total_calls
@words call_source calls.call_source';
revoke all on function api.list_source_figures from public;
grant execute on function api.list_source_figures to app_user;
--! EndIncluded analytics/api.list_source_figures.sql
--! Included analytics/api.list_hours.sql
-- The tenant's past days come from the cache when it has exactly those and none has changed; the rest is computed. Which it is, nobody
-- can tell from the figures.
create or replace function api.list_hours(p_from date, p_to date, p_agent_id uuid default null, p_now timestamptz default now())
  returns table (weekday integer, hour integer, total_calls integer, answered_calls integer, qualified_leads integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_user_id uuid := public.require_user();
  v_cached jsonb;
  v_from date;
begin
  perform public.require_period(p_from, p_to);
  if p_agent_id is not null then
    return query
    select extract(isodow from a.date)::integer, a.hour, sum(a.total_calls)::integer, sum(a.answered_calls)::integer, sum(a.qualified_leads)::integer
    from public.agent_analytics a
    where a.agent_id = p_agent_id and a.date between p_from and p_to and a.hour is not null
    group by 1, 2
    having sum(a.total_calls) > 0 or sum(a.qualified_leads) > 0
    order by 1, 2;
    return;
  end if;

  select c.payload, c.to_date + 1
  into v_cached, v_from
  from public.dashboard_cache c
  where c.user_id = v_user_id
    and c.cache_key = 'hours'
    and c.from_date = p_from
    and c.to_date <= p_to
    and public.cache_is_current(c, p_now);

  return query
  select x.weekday, x.hour, sum(x.total_calls)::integer, sum(x.answered_calls)::integer, sum(x.qualified_leads)::integer
  from (
    select r.weekday, r.hour, r.total_calls, r.answered_calls, r.qualified_leads
    from jsonb_to_recordset(v_cached)
      as r (weekday integer, hour integer, total_calls integer, answered_calls integer, qualified_leads integer)
    union all
    select h.weekday, h.hour, h.total_calls, h.answered_calls, h.qualified_leads
    from public.count_hours(v_user_id, coalesce(v_from, p_from), p_to) h
  ) x
  group by x.weekday, x.hour
  order by x.weekday, x.hour;
end
$function$;
comment on function api.list_hours is
  'Calls of a period of local days by weekday (1 is Monday) and local hour (0 to 23), of the tenant or of one agent; hours without calls are left out. Raises not_signed_in, period_invalid.
@notNull weekday
@notNull hour
@notNull total_calls
@notNull answered_calls
@notNull qualified_leads';
revoke all on function api.list_hours from public;
grant execute on function api.list_hours to app_user;
--! EndIncluded analytics/api.list_hours.sql
--! Included campaigns/api.list_campaign_days.sql
create or replace function api.list_campaign_days(p_campaign_id uuid)
  returns table (
    date date,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select
    c.local_date,
    sum(m.total_calls)::integer, sum(m.answered_calls)::integer, sum(m.successful_calls)::integer, sum(m.total_duration_seconds)::bigint,
    count(l.id)::integer, (count(l.id) filter (where l.qualification_status = 'qualified'))::integer, sum(m.credits_used)::integer
  from public.calls c
  cross join lateral public.call_measures(c.status, c.started_at, c.duration_seconds, c.credits, c.call_source) m
  left join public.lead_analytics l on l.call_id = c.id
  where c.campaign_id = p_campaign_id
  group by c.local_date
  order by c.local_date;
end
$function$;
comment on function api.list_campaign_days is
  'Calls of a campaign by local day, oldest first; days without calls are left out. Units: calls, seconds, leads, whole credits. Raises not_signed_in.
@notNull date
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull talk_seconds
@notNull leads
@notNull qualified_leads
@notNull credits_used';
revoke all on function api.list_campaign_days from public;
grant execute on function api.list_campaign_days to app_user;
--! EndIncluded campaigns/api.list_campaign_days.sql
--! Included calls/api.list_calls.sql
create or replace function api.list_calls(
  p_campaign_id uuid default null,
  p_contact_id uuid default null,
  p_status text default null,
  p_search text default null,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50,
  p_agent_id uuid default null,
  p_from date default null,
  p_to date default null,
  p_weekday integer default null,
  p_hour integer default null,
  p_call_source text default null,
  p_answered boolean default null,
  p_lead text default null
)
  returns setof api.calls
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_user();
  return query
  select c.*
  from public.calls k
  join api.calls c on c.id = k.id
  left join public.lead_analytics l on l.call_id = k.id
  where (p_campaign_id is null or k.campaign_id = p_campaign_id)
    and (p_contact_id is null or k.contact_id = p_contact_id)
    and (p_agent_id is null or k.agent_id = p_agent_id)
    and (p_status is null or k.status = p_status)
    and (p_from is null or k.local_date >= p_from)
    and (p_to is null or k.local_date <= p_to)
    and (p_weekday is null or extract(isodow from k.local_date) = p_weekday)
    and (p_hour is null or k.local_hour = p_hour)
    and (p_call_source is null or coalesce(k.call_source, 'unknown') = p_call_source)
    and (p_answered is null or (k.started_at is not null) = p_answered)
    and (p_lead is null or (l.id is not null and p_lead in ('analysed', l.qualification_status)))
    and (p_before_id is null or (k.created_at, k.id) < (p_before_at, p_before_id))
    and (
      coalesce(btrim(p_search), '') = ''
      or strpos(lower(c.contact_name), lower(btrim(p_search))) > 0
      or (length(v_digits) >= 3 and strpos(k.phone_number, v_digits) > 0)
    )
  order by k.created_at desc, k.id desc
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_calls is
  'A page of the tenant''s calls, newest first; the next page begins before the last created_at and id. Search takes part of a name or number; from, to, weekday (1 is Monday) and hour are those of the tenant''s zone; lead is analysed (any) or a qualification. Raises not_signed_in.
@words p_status calls.status
@words p_call_source calls.call_source';
revoke all on function api.list_calls from public;
grant execute on function api.list_calls to app_user;
--! EndIncluded calls/api.list_calls.sql

--! split: 40-analysts.sql
-- The views of schema analytics, and what they may read.
--! Included accounts/public.users.sql
-- The root of every tenant. A person sees only the own row, and not the password hash or the key of the foreign identity.
-- Nobody who logs in at run time may delete a user: the cascades would take money and audit with them.

comment on table public.users is
  'One row per account, which is a tenant: everything else hangs on its id.';
comment on column public.users.id is 'Key; user_id of all other tables.';
comment on column public.users.email is 'Address to sign in with, lower case, unique over the installation.';
comment on column public.users.name is 'Name shown in the pages.';
comment on column public.users.role is 'What the account may do: user, admin of the installation, or super_admin who appoints admins.';
comment on column public.users.credits is
  'Balance in whole credits: always the sum of the ledger, never negative. Written by the ledger function only. Held credits are still in it.';
comment on column public.users.is_active is 'False: cannot sign in, sessions are dead and nothing of the tenant is dialed.';
comment on column public.users.auth_provider is 'How the account was made: by e-mail and password or by an account elsewhere.';
comment on column public.users.stack_auth_user_id is 'Subject of the foreign identity; null for accounts with a password only.';
comment on column public.users.email_verified is 'True once a link sent to the address was opened.';
comment on column public.users.password_hash is
  'argon2id hash with its parameters; null when the account has no password. Read by the sign-in functions only.';
comment on column public.users.company is 'Company of the person; null when unknown.';
comment on column public.users.website is 'Address of the web site as typed, never fetched; null when unknown.';
comment on column public.users.location is
  'Place of the tenant. The name of a time zone (IANA) here is the tenant''s zone; anything else leaves the default of the installation.';
comment on column public.users.bio is 'Free text about the person; null when none.';
comment on column public.users.phone is 'Telephone number of the person, as typed; null when unknown.';
comment on column public.users.created_at is 'When the account was made.';
comment on column public.users.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.users enable row level security;
alter table public.users force row level security;

drop policy if exists users_select_own on public.users;
create policy users_select_own on public.users for select to app_user
  using (id = (select public.current_user_id()));
comment on policy users_select_own on public.users is 'A person reads the own account.';

drop policy if exists users_select_masker on public.users;
create policy users_select_masker on public.users for select to app_masker
  using (id = any (array(select analytics.granted_tenants())));
comment on policy users_select_masker on public.users is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists users_all_definer on public.users;
create policy users_all_definer on public.users for all to app_definer
  using (true) with check (true);
comment on policy users_all_definer on public.users is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: stack_auth_user_id, password_hash.
grant select (
  id, email, name, role, credits, is_active, auth_provider, email_verified, company, website, location, bio, phone,
  created_at, updated_at
) on public.users to app_user;
grant select, insert, update on public.users to app_definer;
grant select (id, company, location, is_active, credits, created_at) on public.users to app_masker;
--! EndIncluded accounts/public.users.sql
--! Included agents/public.agents.sql
-- The voice agents of a tenant and how the provider knows them. The webhook path is a secret, so its address and its hash are not
-- for the pages. An agent is switched off, never deleted at the provider: that would delete its executions there.

comment on table public.agents is
  'One row per voice agent of a tenant at the provider.';
comment on column public.agents.id is 'Key.';
comment on column public.agents.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agents.bolna_agent_id is 'Id of the agent at the provider, unique over the installation.';
comment on column public.agents.name is 'Name shown in the pages.';
comment on column public.agents.description is 'What the agent is for; null when nobody has said.';
comment on column public.agents.agent_type is 'call: speaks on the telephone; chat: writes.';
comment on column public.agents.is_active is 'False: nothing is dialed with it, its calls and reports stay.';
comment on column public.agents.bolna_webhook_url is 'Address the provider reports to; holds the secret of the path. Null until it is set up.';
comment on column public.agents.webhook_secret_hash is
  'SHA-256 of the secret in the webhook path, 64 hex digits; null: no event is accepted for this agent.';
comment on column public.agents.bolna_voice_config is 'Synthesizer settings as the provider takes them.';
comment on column public.agents.bolna_llm_config is 'Language model settings as the provider takes them.';
comment on column public.agents.bolna_task_config is
  'Task settings as the provider takes them; call_terminate (seconds, 300 when absent) bounds the length of a call and so its hold.';
comment on column public.agents.created_at is 'When the row was written.';
comment on column public.agents.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.agents enable row level security;
alter table public.agents force row level security;

drop policy if exists agents_select_own on public.agents;
create policy agents_select_own on public.agents for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agents_select_own on public.agents is 'A tenant reads its own agents.';

drop policy if exists agents_select_masker on public.agents;
create policy agents_select_masker on public.agents for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy agents_select_masker on public.agents is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists agents_all_definer on public.agents;
create policy agents_all_definer on public.agents for all to app_definer
  using (true) with check (true);
comment on policy agents_all_definer on public.agents is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: bolna_webhook_url, webhook_secret_hash.
grant select (
  id, user_id, bolna_agent_id, name, description, agent_type, is_active, bolna_voice_config, bolna_llm_config,
  bolna_task_config, created_at, updated_at
) on public.agents to app_user;
grant select, insert, update, delete on public.agents to app_definer;
grant select (id, user_id, name, agent_type, is_active, created_at) on public.agents to app_masker;
--! EndIncluded agents/public.agents.sql
--! Included contacts/public.contacts.sql
-- The people a tenant may call. A number stands once per tenant, which is what the import merges by. Removed contacts stay, marked,
-- so that an undo can bring them back and calls keep their person.

comment on table public.contacts is
  'One row per person, by telephone number, in the directory of a tenant.';
comment on column public.contacts.id is 'Key.';
comment on column public.contacts.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contacts.name is 'Name of the person.';
comment on column public.contacts.phone_number is 'Number in E.164; once per tenant.';
comment on column public.contacts.email is 'E-mail address; null when unknown.';
comment on column public.contacts.company is 'Company of the person; null when unknown.';
comment on column public.contacts.notes is 'Free text of the tenant; null when none.';
comment on column public.contacts.is_auto_created is 'True when a call made the contact rather than a person or a file.';
comment on column public.contacts.auto_creation_source is
  'Where the contact came from: webhook (a call), manual or bulk_upload (a file); null when not recorded.';
comment on column public.contacts.auto_created_from_call_id is 'Call that made the contact; null when none did or it is gone.';
comment on column public.contacts.is_customer is 'True once the person has become a customer.';
comment on column public.contacts.not_connected is
  'Calls that reached nobody: confirmed busy, no-answer and failed ones. Kept by a trigger on calls.';
comment on column public.contacts.call_attempted_busy is 'Confirmed calls that found the line busy. Kept by a trigger on calls.';
comment on column public.contacts.call_attempted_no_answer is 'Confirmed calls that nobody answered. Kept by a trigger on calls.';
comment on column public.contacts.tags is 'Words of the tenant to group people by; empty when none.';
comment on column public.contacts.last_contact_at is 'When the last confirmed call with the person was dialed, or came in; null when there is none. Not its end, which a late event may move.';
comment on column public.contacts.city is 'City; null when unknown.';
comment on column public.contacts.country is 'Country as given; null when unknown.';
comment on column public.contacts.business_context is 'What the agent should know before it speaks; null when nothing.';
comment on column public.contacts.import_id is 'Import that created the contact; null when none did or it is gone.';
comment on column public.contacts.deleted_at is
  'When the tenant removed the contact; null while it is in the directory. A removed contact is not dialed.';
comment on column public.contacts.created_at is 'When the row was written.';
comment on column public.contacts.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.contacts enable row level security;
alter table public.contacts force row level security;

drop policy if exists contacts_select_own on public.contacts;
create policy contacts_select_own on public.contacts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contacts_select_own on public.contacts is 'A tenant reads its own contacts.';

drop policy if exists contacts_select_masker on public.contacts;
create policy contacts_select_masker on public.contacts for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy contacts_select_masker on public.contacts is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists contacts_all_definer on public.contacts;
create policy contacts_all_definer on public.contacts for all to app_definer
  using (true) with check (true);
comment on policy contacts_all_definer on public.contacts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contacts to app_user;
grant select, insert, update, delete on public.contacts to app_definer;
grant select on public.contacts to app_masker;
--! EndIncluded contacts/public.contacts.sql
--! Included campaigns/public.call_campaigns.sql
-- A campaign and its window. Counters count calls; progress counts people and comes from the queue. Completion is decided
-- in the transaction that ends the last item, never by comparing counters.

comment on table public.call_campaigns is
  'One row per campaign: whom to call is in the queue, when and how is here.';
comment on column public.call_campaigns.id is 'Key.';
comment on column public.call_campaigns.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.call_campaigns.agent_id is 'Agent that speaks; cannot be deleted while the campaign exists.';
comment on column public.call_campaigns.name is 'Name shown in the pages.';
comment on column public.call_campaigns.description is 'Free text; null when none.';
comment on column public.call_campaigns.next_action is 'What the tenant wants a call to lead to; told to the agent.';
comment on column public.call_campaigns.status is
  'draft, scheduled (waits for its start date), active, paused, completed or cancelled; illegal steps are refused by a trigger.';
comment on column public.call_campaigns.first_call_time is 'Local time of day from which people are called.';
comment on column public.call_campaigns.last_call_time is
  'Local time of day until which people are called; not later than first_call_time: over midnight, equal: all day.';
comment on column public.call_campaigns.start_date is 'First local day of calling.';
comment on column public.call_campaigns.end_date is 'Last local day of calling, its night included; null: until everybody is called.';
comment on column public.call_campaigns.campaign_timezone is 'Time zone (IANA name) of the window when use_custom_timezone is true; null otherwise.';
comment on column public.call_campaigns.use_custom_timezone is 'True: the window is in campaign_timezone; false or null: in the tenant''s zone.';
comment on column public.call_campaigns.max_retries is 'How often a person is called again after busy or no answer, 0 to 5.';
comment on column public.call_campaigns.retry_interval_minutes is 'Minutes before such a call is repeated, 1 to 1440.';
comment on column public.call_campaigns.total_contacts is 'People ever added to the campaign.';
comment on column public.call_campaigns.completed_calls is 'Calls with a confirmed end, whatever the end.';
comment on column public.call_campaigns.successful_calls is 'Calls that ended as completed, confirmed.';
comment on column public.call_campaigns.failed_calls is 'Calls with a confirmed end other than completed.';
comment on column public.call_campaigns.started_at is 'When it first became active; null before.';
comment on column public.call_campaigns.completed_at is 'When it was completed or cancelled; null before.';
comment on column public.call_campaigns.created_at is 'When the row was written.';
comment on column public.call_campaigns.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.call_campaigns enable row level security;
alter table public.call_campaigns force row level security;

drop policy if exists call_campaigns_select_own on public.call_campaigns;
create policy call_campaigns_select_own on public.call_campaigns for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_campaigns_select_own on public.call_campaigns is 'A tenant reads its own call campaigns.';

drop policy if exists call_campaigns_select_masker on public.call_campaigns;
create policy call_campaigns_select_masker on public.call_campaigns for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy call_campaigns_select_masker on public.call_campaigns is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists call_campaigns_all_definer on public.call_campaigns;
create policy call_campaigns_all_definer on public.call_campaigns for all to app_definer
  using (true) with check (true);
comment on policy call_campaigns_all_definer on public.call_campaigns is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_campaigns to app_user;
grant select, insert, update, delete on public.call_campaigns to app_definer;
grant select on public.call_campaigns to app_masker;
--! EndIncluded campaigns/public.call_campaigns.sql
--! Included dialing/public.call_queue.sql
-- Who is to be called, and how that went. A pending item is claimable when it is due and its lane is open; pending items belong to
-- claim, promotion and cancelling, processing ones to the function that applies events, so the two never wait for each other.

comment on table public.call_queue is
  'One row per person to be called in a campaign, or per requested direct call.';
comment on column public.call_queue.id is 'Key; also the id of the slot in active_calls while the item is being called.';
comment on column public.call_queue.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.call_queue.campaign_id is 'Campaign of the item; null exactly for direct calls.';
comment on column public.call_queue.contact_id is 'Person to be called; the item is deleted with the contact.';
comment on column public.call_queue.agent_id is 'Agent that will speak.';
comment on column public.call_queue.phone_number is 'Number to dial in E.164, as the contact had it when the item was queued.';
comment on column public.call_queue.contact_name is 'Name of the person when the item was queued; null when unknown.';
comment on column public.call_queue.status is
  'pending: waits; processing: claimed, a call may be in the air; completed: reached; busy, no_answer, failed: last outcome, retries used up; cancelled.';
comment on column public.call_queue.priority is 'Higher goes first within the tenant and call type.';
comment on column public.call_queue.scheduled_for is 'Not before this instant; null: at once. Set for retries too.';
comment on column public.call_queue.attempts is 'Calls the provider has accepted for this item and that count; refused and unsent dials do not.';
comment on column public.call_queue.max_retries is 'How many more calls may follow the first, from the campaign; 0 for direct calls.';
comment on column public.call_queue.last_attempt_at is 'When the item was last sent to the provider; null when never.';
comment on column public.call_queue.processing_started_at is 'When the item was last claimed; null when never.';
comment on column public.call_queue.completed_at is 'When the item reached its final status; null before.';
comment on column public.call_queue.error_message is 'Why the last attempt failed or the item was cancelled; null when there is nothing to say.';
comment on column public.call_queue.metadata is 'Particulars of the outcome, such as the key of a refusal.';
comment on column public.call_queue.created_at is 'When the item was queued; part of the dialing order.';
comment on column public.call_queue.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.call_queue.call_id is 'Latest call of the item; null before the provider accepted one and after that call was deleted.';
comment on column public.call_queue.call_type is 'campaign or direct; direct goes first.';
comment on column public.call_queue.lane_id is 'Lane the item waits in; changes when number or country of the person does.';
comment on column public.call_queue.due is
  'False: waits for scheduled_for and stays outside the index of the claim; promotion sets it true. Only meaningful while pending.';

alter table public.call_queue enable row level security;
alter table public.call_queue force row level security;

drop policy if exists call_queue_select_own on public.call_queue;
create policy call_queue_select_own on public.call_queue for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_queue_select_own on public.call_queue is 'A tenant reads its own call queue.';

drop policy if exists call_queue_select_masker on public.call_queue;
create policy call_queue_select_masker on public.call_queue for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy call_queue_select_masker on public.call_queue is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists call_queue_all_definer on public.call_queue;
create policy call_queue_all_definer on public.call_queue for all to app_definer
  using (true) with check (true);
comment on policy call_queue_all_definer on public.call_queue is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_queue to app_user;
grant select, insert, update, delete on public.call_queue to app_definer;
grant select on public.call_queue to app_masker;
--! EndIncluded dialing/public.call_queue.sql
--! Included dialing/public.call_attempts.sql
-- The protocol toward a provider without idempotency keys: at most one request per attempt, at most one open attempt per item, unknown
-- is resolved only by asking. The four proof columns show for every attempt ever made that no limit was exceeded at its claim.

comment on table public.call_attempts is
  'One row per attempt to place a call: at most one request to the provider each.';
comment on column public.call_attempts.id is 'Key; sent to the provider as callgres_attempt_id and echoed in its events.';
comment on column public.call_attempts.user_id is 'The tenant the row belongs to; deleted with its queue item.';
comment on column public.call_attempts.queue_id is 'Item that is being called.';
comment on column public.call_attempts.phone_number is 'Number dialed, in E.164.';
comment on column public.call_attempts.state is
  'intent: claimed, nothing sent; sending: the request may be on the wire; accepted: the provider has a call; rejected: a definite no; unknown: nobody knows yet; void: there is no call.';
comment on column public.call_attempts.owner is 'Worker that may send the request, and no other.';
comment on column public.call_attempts.lease_deadline is
  'Until when the owner may begin to send; an intent past it becomes void, a sending attempt unknown.';
comment on column public.call_attempts.created_at is 'When it was claimed.';
comment on column public.call_attempts.sent_at is 'When the fence let it through; null when it never was sent.';
comment on column public.call_attempts.answered_at is 'When an answer of the provider was recorded; null when none came.';
comment on column public.call_attempts.execution_id is 'Id of the call at the provider; set exactly by acceptance, by whichever way it became known.';
comment on column public.call_attempts.closed_key is 'Null while the attempt is open, then its id: the key (queue_id, closed_key) admits one open attempt for each item.';
comment on column public.call_attempts.closed_at is
  'When the call of an accepted attempt was confirmed to have ended; null while open, and for attempts without a call.';
comment on column public.call_attempts.http_status is 'Status of the provider''s answer; null when there was none.';
comment on column public.call_attempts.error_message is 'What the provider or the transport said; null when nothing.';
comment on column public.call_attempts.stop_requested_at is
  'When we asked the provider to stop the call; decides that a stopped call counts as cancelled. Null when we did not.';
comment on column public.call_attempts.ghost_at is
  'When the call turned up at the provider although the attempt had been given up; null, as it should be, when it never did.';
comment on column public.call_attempts.hold_amount is 'Credits held for the call at its claim.';
comment on column public.call_attempts.pulse_seconds is 'Length in seconds of one billing pulse, pinned at the claim.';
comment on column public.call_attempts.price_per_pulse is 'Credits per begun pulse, pinned at the claim.';
comment on column public.call_attempts.tenant_slots_before is 'Slots the tenant used when this one was claimed.';
comment on column public.call_attempts.tenant_cap is 'Limit of the tenant at that moment; always above tenant_slots_before.';
comment on column public.call_attempts.system_slots_before is 'Slots the installation used when this one was claimed.';
comment on column public.call_attempts.system_cap is 'Limit of the installation at that moment; always above system_slots_before.';

alter table public.call_attempts enable row level security;
alter table public.call_attempts force row level security;

drop policy if exists call_attempts_select_own on public.call_attempts;
create policy call_attempts_select_own on public.call_attempts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_attempts_select_own on public.call_attempts is 'A tenant reads its own call attempts.';

drop policy if exists call_attempts_select_masker on public.call_attempts;
create policy call_attempts_select_masker on public.call_attempts for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy call_attempts_select_masker on public.call_attempts is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists call_attempts_all_definer on public.call_attempts;
create policy call_attempts_all_definer on public.call_attempts for all to app_definer
  using (true) with check (true);
comment on policy call_attempts_all_definer on public.call_attempts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_attempts to app_user;
grant select, insert, update, delete on public.call_attempts to app_definer;
grant select on public.call_attempts to app_masker;
--! EndIncluded dialing/public.call_attempts.sql
--! Included calls/public.calls.sql
-- Calls that the provider has accepted. Events only ever raise them by rank; money, outcome and counters move once, when the end is
-- confirmed by asking. What the other side said is text of strangers: shown as text, never trusted.

comment on table public.calls is
  'One row per call that the provider has accepted, outbound or inbound.';
comment on column public.calls.id is 'Key.';
comment on column public.calls.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calls.agent_id is 'Agent that speaks; the call is deleted with it.';
comment on column public.calls.contact_id is 'Person called or calling; null when unknown or gone.';
comment on column public.calls.campaign_id is 'Campaign of the call; null for direct and inbound calls and when it is gone.';
comment on column public.calls.bolna_conversation_id is
  'Conversation at the provider; equals the execution id as long as the provider names no other.';
comment on column public.calls.bolna_execution_id is 'Id of the call at the provider, unique.';
comment on column public.calls.phone_number is 'Number of the other party, in E.164 where the provider gives it so.';
comment on column public.calls.call_source is 'phone, internet, or unknown when the numbers do not tell; null before it is determined.';
comment on column public.calls.caller_name is 'Name the caller gave; null when none.';
comment on column public.calls.caller_email is 'E-mail address the caller gave; null when none.';
comment on column public.calls.lead_type is 'outbound: we called; inbound: we were called. Null when the provider has not said.';
comment on column public.calls.status is 'How far the call is; follows the provider''s word by provider_statuses and never goes back.';
comment on column public.calls.duration_seconds is 'Seconds of talk as billed, rounded up; null until the provider has told.';
comment on column public.calls.recording_url is 'Where the provider keeps the recording; expires, never shown to a browser. Null when there is none.';
comment on column public.calls.transcript is 'What was said, one line per turn as the provider gives it; null when there is none.';
comment on column public.calls.summary is 'Summary by the provider; null when there is none.';
comment on column public.calls.sentiment is 'Mood of the call as the analysis reads it; null when not analysed.';
comment on column public.calls.next_action is 'What the call asks for next; null when nothing.';
comment on column public.calls.started_at is 'When the call was answered; null when it was not.';
comment on column public.calls.ended_at is 'When the line became free; null while it is not. May be set before the status says so.';
comment on column public.calls.created_at is 'When the provider accepted the call; for calls found later, the provider''s own time.';
comment on column public.calls.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.calls.metadata is 'What has no column: cost with its unit, hang-up reason, carrier, provider''s error.';
comment on column public.calls.from_number is 'Calling number; null when unknown.';
comment on column public.calls.to_number is 'Called number; null when unknown.';
comment on column public.calls.queue_id is 'Queue item of the call; null for inbound calls and when it is gone.';
comment on column public.calls.attempt_id is 'Attempt that placed the call; null for inbound calls and when it is gone. One call per attempt.';
comment on column public.calls.provider_status is 'The provider''s own word behind status; null before the first event.';
comment on column public.calls.status_rank is 'Rank of that word, 0 to 6; events of a lower rank change nothing.';
comment on column public.calls.confirmed_at is
  'When we asked the provider and it showed a terminal word; null before. Money and outcome move here, once.';
comment on column public.calls.confirm_tries is 'How often we have asked for the confirmation.';
comment on column public.calls.next_confirm_at is 'When to ask next; null when nothing is to be asked.';
comment on column public.calls.credits is 'Whole credits charged for the call; 0 until confirmed.';
comment on column public.calls.credits_shortfall is 'Credits the call should have cost beyond what the balance allowed; not charged.';
comment on column public.calls.local_date is 'Day of created_at in the tenant''s time zone; stamped on insert, rollups go by it.';
comment on column public.calls.local_hour is 'Hour 0 to 23 of created_at in the tenant''s time zone; stamped with local_date.';

alter table public.calls enable row level security;
alter table public.calls force row level security;

drop policy if exists calls_select_own on public.calls;
create policy calls_select_own on public.calls for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calls_select_own on public.calls is 'A tenant reads its own calls.';

drop policy if exists calls_select_masker on public.calls;
create policy calls_select_masker on public.calls for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy calls_select_masker on public.calls is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists calls_all_definer on public.calls;
create policy calls_all_definer on public.calls for all to app_definer
  using (true) with check (true);
comment on policy calls_all_definer on public.calls is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calls to app_user;
grant select, insert, update, delete on public.calls to app_definer;
grant select on public.calls to app_masker;
--! EndIncluded calls/public.calls.sql
--! Included leads/public.lead_analytics.sql
-- What the analysis of a call says about the person. It is the opinion of a model about what strangers said: words are checked, scores
-- are bounded, and nothing here moves money.

comment on table public.lead_analytics is
  'One row per analysed call: scores, qualification and what was said.';
comment on column public.lead_analytics.id is 'Key.';
comment on column public.lead_analytics.call_id is 'The call; once, deleted with it.';
comment on column public.lead_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_analytics.agent_id is 'Agent that spoke; the row is deleted with it.';
comment on column public.lead_analytics.contact_id is 'Person on the line; null when unknown or gone.';
comment on column public.lead_analytics.engagement_score is 'How engaged the person was, 0 to 100; null when not scored.';
comment on column public.lead_analytics.intent_score is 'How much the person wants to buy, 0 to 100; null when not scored.';
comment on column public.lead_analytics.urgency_score is 'How soon, 0 to 100; null when not scored.';
comment on column public.lead_analytics.budget_score is 'How well the budget fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.fit_score is 'How well the offer fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.total_score is 'Mean of those of the five scores that are known, 0 to 100, computed here and nowhere else; null when none is.';
comment on column public.lead_analytics.qualification_status is
  'qualified, unqualified, or needs_review when the analysis was unsure; null before it is decided.';
comment on column public.lead_analytics.lifecycle_status is 'Where the lead stands on its way to a customer; new to begin with.';
comment on column public.lead_analytics.key_topics is 'What was talked about.';
comment on column public.lead_analytics.pain_points is 'What troubles the person.';
comment on column public.lead_analytics.objections is 'What the person held against it.';
comment on column public.lead_analytics.next_steps is 'What was agreed to happen next.';
comment on column public.lead_analytics.competitor_mentions is 'Competitors that were named.';
comment on column public.lead_analytics.decision_timeline is 'When the person means to decide, in words; null when unknown.';
comment on column public.lead_analytics.budget_range is 'Budget in words; null when unknown.';
comment on column public.lead_analytics.decision_maker is 'True: the person decides; null when unknown.';
comment on column public.lead_analytics.call_outcome is 'How the call ended for the tenant; null before it is known.';
comment on column public.lead_analytics.meeting_scheduled_at is 'Instant of the meeting agreed in the call; null when none was.';
comment on column public.lead_analytics.follow_up_date is 'Local day on which to follow up; null when none was agreed.';
comment on column public.lead_analytics.notes is 'Free text; null when none.';
comment on column public.lead_analytics.ai_analysis is 'The whole result of the analysis as it came, with its confidences.';
comment on column public.lead_analytics.local_date is 'Copy of calls.local_date: when the call is deleted the rollup can still find the day.';
comment on column public.lead_analytics.local_hour is 'Copy of calls.local_hour.';
comment on column public.lead_analytics.cta_pricing_clicks is 'How often the person asked for prices. Unit: requests.';
comment on column public.lead_analytics.cta_demo_clicks is 'How often the person asked for a demonstration. Unit: requests.';
comment on column public.lead_analytics.cta_followup_clicks is 'How often the person asked to be called again. Unit: requests.';
comment on column public.lead_analytics.cta_sample_clicks is 'How often the person asked for a sample. Unit: requests.';
comment on column public.lead_analytics.cta_human_escalations is 'How often the person asked for a human being. Unit: requests.';
comment on column public.lead_analytics.created_at is 'When the row was written.';
comment on column public.lead_analytics.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.lead_analytics enable row level security;
alter table public.lead_analytics force row level security;

drop policy if exists lead_analytics_select_own on public.lead_analytics;
create policy lead_analytics_select_own on public.lead_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_analytics_select_own on public.lead_analytics is 'A tenant reads its own lead analytics.';

drop policy if exists lead_analytics_select_masker on public.lead_analytics;
create policy lead_analytics_select_masker on public.lead_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_analytics_select_masker on public.lead_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_analytics_all_definer on public.lead_analytics;
create policy lead_analytics_all_definer on public.lead_analytics for all to app_definer
  using (true) with check (true);
comment on policy lead_analytics_all_definer on public.lead_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_analytics to app_user;
grant select, insert, update, delete on public.lead_analytics to app_definer;
grant select on public.lead_analytics to app_masker;
--! EndIncluded leads/public.lead_analytics.sql
--! Included leads/public.lead_overrides.sql
-- A person knows better than the analysis: the value stands here, apart from the machine's (lead_analytics.ai_analysis -> 'values'), and
-- is what lead_analytics shows and the rollups count. Analysing the call again changes the machine's value only. A tenant is one person,
-- so user_id is also who did it.

comment on table public.lead_overrides is
  'One row per field of a lead that a person has decided.';
comment on column public.lead_overrides.lead_id is 'The lead; deleted with it.';
comment on column public.lead_overrides.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_overrides.field is 'Column of lead_analytics.';
comment on column public.lead_overrides.value is 'The person''s value; JSON null says that there is none.';
comment on column public.lead_overrides.reason is 'Why, in the person''s words.';
comment on column public.lead_overrides.created_at is 'When it was decided.';

alter table public.lead_overrides enable row level security;
alter table public.lead_overrides force row level security;

drop policy if exists lead_overrides_select_own on public.lead_overrides;
create policy lead_overrides_select_own on public.lead_overrides for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_overrides_select_own on public.lead_overrides is 'A tenant reads its own decisions.';

drop policy if exists lead_overrides_select_masker on public.lead_overrides;
create policy lead_overrides_select_masker on public.lead_overrides for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_overrides_select_masker on public.lead_overrides is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_overrides_all_definer on public.lead_overrides;
create policy lead_overrides_all_definer on public.lead_overrides for all to app_definer
  using (true) with check (true);
comment on policy lead_overrides_all_definer on public.lead_overrides is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_overrides to app_user;
grant select, insert, update, delete on public.lead_overrides to app_definer;
grant select on public.lead_overrides to app_masker;
--! EndIncluded leads/public.lead_overrides.sql
--! Included leads/public.lead_analysis_notes.sql
-- Which calls have something new to analyse. Append-only and without a unique key on purpose: "note only if not noted" may meet the very
-- note that the analysis is deleting, and the call would stay as it was for ever. Functions only.

comment on table public.lead_analysis_notes is
  'One row per change of what a call''s analysis is made of; calls repeat.';
comment on column public.lead_analysis_notes.call_id is 'The call; the note goes with it.';
comment on column public.lead_analysis_notes.user_id is 'The tenant the row belongs to; deleted with it.';

alter table public.lead_analysis_notes enable row level security;
alter table public.lead_analysis_notes force row level security;

drop policy if exists lead_analysis_notes_select_masker on public.lead_analysis_notes;
create policy lead_analysis_notes_select_masker on public.lead_analysis_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_analysis_notes_select_masker on public.lead_analysis_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_analysis_notes_all_definer on public.lead_analysis_notes;
create policy lead_analysis_notes_all_definer on public.lead_analysis_notes for all to app_definer
  using (true) with check (true);
comment on policy lead_analysis_notes_all_definer on public.lead_analysis_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.lead_analysis_notes to app_definer;
grant select on public.lead_analysis_notes to app_masker;
--! EndIncluded leads/public.lead_analysis_notes.sql
--! Included credits/public.credit_transactions.sql
-- The ledger. One function writes it together with the balance in users. Append-only: nobody at run time has the right to change or
-- delete a row, and the triggers of this table refuse it to everybody else.

comment on table public.credit_transactions is
  'One row per change of a balance; the balance of a tenant is the sum of its rows.';
comment on column public.credit_transactions.id is 'Key.';
comment on column public.credit_transactions.user_id is 'The tenant whose balance changed.';
comment on column public.credit_transactions.amount is 'Whole credits, positive in, negative out; usage is always negative.';
comment on column public.credit_transactions.type is 'purchase, usage (a call), refund, or adjustment, of which the opening balance is one.';
comment on column public.credit_transactions.description is 'What for, in words; null when the type says it.';
comment on column public.credit_transactions.call_id is
  'Call that was charged or refunded; null for all else and after the call is gone. Charged once, refunded once.';
comment on column public.credit_transactions.balance_after is 'Balance of the tenant behind this row, never negative.';
comment on column public.credit_transactions.seq is 'Running number drawn under the lock of the balance: the order of a tenant''s rows.';
comment on column public.credit_transactions.created_at is 'When the balance changed.';

alter table public.credit_transactions enable row level security;
alter table public.credit_transactions force row level security;

drop policy if exists credit_transactions_select_own on public.credit_transactions;
create policy credit_transactions_select_own on public.credit_transactions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy credit_transactions_select_own on public.credit_transactions is 'A tenant reads its own credit transactions.';

drop policy if exists credit_transactions_select_masker on public.credit_transactions;
create policy credit_transactions_select_masker on public.credit_transactions for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy credit_transactions_select_masker on public.credit_transactions is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists credit_transactions_all_definer on public.credit_transactions;
create policy credit_transactions_all_definer on public.credit_transactions for all to app_definer
  using (true) with check (true);
comment on policy credit_transactions_all_definer on public.credit_transactions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.credit_transactions to app_user;
grant select, insert on public.credit_transactions to app_definer;
grant select on public.credit_transactions to app_masker;
--! EndIncluded credits/public.credit_transactions.sql
--! Included credits/public.credit_holds.sql
-- Credits set aside for calls in the air. Free credits are the balance less these rows, so one credit cannot carry many calls at once.
-- Functions only; a tenant learns the sum from a function.

comment on table public.credit_holds is
  'One row per hold now in force; deleted when the call is settled or known not to exist.';
comment on column public.credit_holds.attempt_id is 'Attempt the credits are held for; the row is deleted with it.';
comment on column public.credit_holds.user_id is 'The tenant whose credits are held.';
comment on column public.credit_holds.amount is 'Whole credits held.';

alter table public.credit_holds enable row level security;
alter table public.credit_holds force row level security;

drop policy if exists credit_holds_select_masker on public.credit_holds;
create policy credit_holds_select_masker on public.credit_holds for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy credit_holds_select_masker on public.credit_holds is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists credit_holds_all_definer on public.credit_holds;
create policy credit_holds_all_definer on public.credit_holds for all to app_definer
  using (true) with check (true);
comment on policy credit_holds_all_definer on public.credit_holds is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.credit_holds to app_definer;
grant select on public.credit_holds to app_masker;
--! EndIncluded credits/public.credit_holds.sql
--! Included analytics/public.agent_analytics.sql
-- Rollup of calls by agent, day and hour, exact at every moment: triggers apply signed differences to the additive columns, and averages
-- and rates are computed from those. Nobody else writes.

comment on table public.agent_analytics is
  'One row per agent, local day and hour, and one per agent and day with hour null.';
comment on column public.agent_analytics.id is 'Key.';
comment on column public.agent_analytics.agent_id is 'The agent; the row is deleted with it.';
comment on column public.agent_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agent_analytics.date is 'Local day of the tenant.';
comment on column public.agent_analytics.hour is 'Local hour 0 to 23; null: the whole day.';
comment on column public.agent_analytics.total_calls is 'Calls created.';
comment on column public.agent_analytics.successful_calls is 'Calls completed.';
comment on column public.agent_analytics.failed_calls is 'Calls ended in any other way.';
comment on column public.agent_analytics.total_duration_minutes is 'Talk in minutes, rounded from total_duration_seconds.';
comment on column public.agent_analytics.avg_duration_minutes is 'Minutes of talk per answered call.';
comment on column public.agent_analytics.leads_generated is 'Calls with an analysis.';
comment on column public.agent_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.agent_analytics.conversion_rate is 'Percent of leads that are qualified, 0 to 100.';
comment on column public.agent_analytics.avg_engagement_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_intent_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_urgency_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_budget_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_fit_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_total_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.agent_analytics.cost_per_lead is 'Credits per lead; 0 without leads.';
comment on column public.agent_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.agent_analytics.answer_rate is 'Percent of calls answered, 0 to 100.';
comment on column public.agent_analytics.cta_pricing_clicks is 'Requests for prices in the calls.';
comment on column public.agent_analytics.cta_demo_clicks is 'Requests for a demonstration.';
comment on column public.agent_analytics.cta_followup_clicks is 'Requests to be called again.';
comment on column public.agent_analytics.cta_sample_clicks is 'Requests for a sample.';
comment on column public.agent_analytics.cta_human_escalations is 'Requests for a human being.';
comment on column public.agent_analytics.total_cta_interactions is 'All of the requests above.';
comment on column public.agent_analytics.cta_conversion_rate is 'Percent of calls with such a request, 0 to 100.';
comment on column public.agent_analytics.answered_calls is 'Calls that were answered (started_at is set).';
comment on column public.agent_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.agent_analytics.cta_calls is 'Analysed calls with at least one such request.';
comment on column public.agent_analytics.phone_calls is 'Calls whose source is phone; those that are neither phone nor internet are of unknown source.';
comment on column public.agent_analytics.internet_calls is 'Calls whose source is internet.';
comment on column public.agent_analytics.engagement_score_sum is 'Sum of engagement_score over the scored leads.';
comment on column public.agent_analytics.engagement_score_count is 'Leads with engagement_score.';
comment on column public.agent_analytics.intent_score_sum is 'Sum of intent_score over the scored leads.';
comment on column public.agent_analytics.intent_score_count is 'Leads with intent_score.';
comment on column public.agent_analytics.urgency_score_sum is 'Sum of urgency_score over the scored leads.';
comment on column public.agent_analytics.urgency_score_count is 'Leads with urgency_score.';
comment on column public.agent_analytics.budget_score_sum is 'Sum of budget_score over the scored leads.';
comment on column public.agent_analytics.budget_score_count is 'Leads with budget_score.';
comment on column public.agent_analytics.fit_score_sum is 'Sum of fit_score over the scored leads.';
comment on column public.agent_analytics.fit_score_count is 'Leads with fit_score.';
comment on column public.agent_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.agent_analytics.total_score_count is 'Leads with total_score.';
comment on column public.agent_analytics.created_at is 'When the row was written.';
comment on column public.agent_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.agent_analytics enable row level security;
alter table public.agent_analytics force row level security;

drop policy if exists agent_analytics_select_own on public.agent_analytics;
create policy agent_analytics_select_own on public.agent_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agent_analytics_select_own on public.agent_analytics is 'A tenant reads its own agent analytics.';

drop policy if exists agent_analytics_select_masker on public.agent_analytics;
create policy agent_analytics_select_masker on public.agent_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy agent_analytics_select_masker on public.agent_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists agent_analytics_all_definer on public.agent_analytics;
create policy agent_analytics_all_definer on public.agent_analytics for all to app_definer
  using (true) with check (true);
comment on policy agent_analytics_all_definer on public.agent_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.agent_analytics to app_user;
grant select, insert, update, delete on public.agent_analytics to app_definer;
grant select on public.agent_analytics to app_masker;
--! EndIncluded analytics/public.agent_analytics.sql
--! Included analytics/public.user_analytics.sql
-- Rollup of agent_analytics by tenant and day, exact at every moment by the same signed differences. Nobody else writes.

comment on table public.user_analytics is
  'One row per tenant and local day.';
comment on column public.user_analytics.id is 'Key.';
comment on column public.user_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.user_analytics.date is 'Local day of the tenant.';
comment on column public.user_analytics.total_calls is 'Calls created.';
comment on column public.user_analytics.successful_calls is 'Calls completed.';
comment on column public.user_analytics.total_agents is 'Agents with at least one call that day.';
comment on column public.user_analytics.total_leads is 'Calls with an analysis.';
comment on column public.user_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.user_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.user_analytics.answered_calls is 'Calls that were answered.';
comment on column public.user_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.user_analytics.phone_calls is 'Calls whose source is phone.';
comment on column public.user_analytics.internet_calls is 'Calls whose source is internet.';
comment on column public.user_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.user_analytics.total_score_count is 'Leads with a total score.';
comment on column public.user_analytics.created_at is 'When the row was written.';
comment on column public.user_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.user_analytics enable row level security;
alter table public.user_analytics force row level security;

drop policy if exists user_analytics_select_own on public.user_analytics;
create policy user_analytics_select_own on public.user_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_analytics_select_own on public.user_analytics is 'A tenant reads its own user analytics.';

drop policy if exists user_analytics_select_masker on public.user_analytics;
create policy user_analytics_select_masker on public.user_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy user_analytics_select_masker on public.user_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists user_analytics_all_definer on public.user_analytics;
create policy user_analytics_all_definer on public.user_analytics for all to app_definer
  using (true) with check (true);
comment on policy user_analytics_all_definer on public.user_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.user_analytics to app_user;
grant select, insert, update, delete on public.user_analytics to app_definer;
grant select on public.user_analytics to app_masker;
--! EndIncluded analytics/public.user_analytics.sql
--! Included analytics/public.kpi_notes.sql
-- Append-only notes which days of the KPI summary are out of date. Without a unique key on purpose: "note only if not noted" may meet the
-- very note that the refresh is deleting, and the day stays wrong for ever.

comment on table public.kpi_notes is
  'One row per change of a tenant''s day since the last refresh of the summary; pairs repeat.';
comment on column public.kpi_notes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.kpi_notes.date is 'Local day whose row in the summary is out of date; -infinity: none, but all that is cached about the tenant is.';

alter table public.kpi_notes enable row level security;
alter table public.kpi_notes force row level security;

drop policy if exists kpi_notes_select_own on public.kpi_notes;
create policy kpi_notes_select_own on public.kpi_notes for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy kpi_notes_select_own on public.kpi_notes is 'A tenant reads which of its own days are noted.';

drop policy if exists kpi_notes_select_masker on public.kpi_notes;
create policy kpi_notes_select_masker on public.kpi_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy kpi_notes_select_masker on public.kpi_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists kpi_notes_all_definer on public.kpi_notes;
create policy kpi_notes_all_definer on public.kpi_notes for all to app_definer
  using (true) with check (true);
comment on policy kpi_notes_all_definer on public.kpi_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.kpi_notes to app_user;
grant select, insert, update, delete on public.kpi_notes to app_definer;
grant select on public.kpi_notes to app_masker;
--! EndIncluded analytics/public.kpi_notes.sql
--! Included leads/public.customers.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.customers is
  'One row per contact that has become a customer.';
comment on column public.customers.id is 'Key.';
comment on column public.customers.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.customers.contact_id is 'The person; once, deleted with it.';
comment on column public.customers.customer_reference is
  'Reference to give to the customer: random characters, unique over the installation, so that it tells nobody''s sales.';
comment on column public.customers.company_name is 'Company that buys; null when a person does.';
comment on column public.customers.industry is 'Industry; null when unknown.';
comment on column public.customers.deal_value is 'Value of the deal in the tenant''s own currency; null when unknown.';
comment on column public.customers.deal_closed_date is 'Local day the deal was closed; null when unknown.';
comment on column public.customers.contract_start_date is 'First day of the contract; null when unknown.';
comment on column public.customers.contract_end_date is 'Last day of the contract; null when open or unknown.';
comment on column public.customers.payment_terms is 'Terms of payment in words; null when none.';
comment on column public.customers.account_manager is 'Who looks after the customer; null when nobody does.';
comment on column public.customers.notes is 'Free text; null when none.';
comment on column public.customers.deleted_at is 'When the tenant removed the customer; null while it is one.';
comment on column public.customers.created_at is 'When the row was written.';
comment on column public.customers.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.customers enable row level security;
alter table public.customers force row level security;

drop policy if exists customers_select_own on public.customers;
create policy customers_select_own on public.customers for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy customers_select_own on public.customers is 'A tenant reads its own customers.';

drop policy if exists customers_select_masker on public.customers;
create policy customers_select_masker on public.customers for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy customers_select_masker on public.customers is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists customers_all_definer on public.customers;
create policy customers_all_definer on public.customers for all to app_definer
  using (true) with check (true);
comment on policy customers_all_definer on public.customers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.customers to app_user;
grant select, insert, update, delete on public.customers to app_definer;
grant select on public.customers to app_masker;
--! EndIncluded leads/public.customers.sql
--! Included meetings/public.calendar_meetings.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.calendar_meetings is
  'One row per meeting agreed with a person, in the calendar of the tenant.';
comment on column public.calendar_meetings.id is 'Key.';
comment on column public.calendar_meetings.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_meetings.call_id is 'Call in which it was agreed; null when it was none or is gone.';
comment on column public.calendar_meetings.contact_id is 'Person to meet; null when unknown or gone.';
comment on column public.calendar_meetings.meeting_time is 'Instant at which it begins.';
comment on column public.calendar_meetings.duration_minutes is 'Length in minutes, more than 0.';
comment on column public.calendar_meetings.title is 'Title in the calendar.';
comment on column public.calendar_meetings.description is 'Text in the calendar; null when none.';
comment on column public.calendar_meetings.location is 'Place in words; null when none.';
comment on column public.calendar_meetings.attendee_email is 'Address that is invited; null when nobody is.';
comment on column public.calendar_meetings.google_event_id is 'Id of the event at Google, unique; null until it is there.';
comment on column public.calendar_meetings.google_calendar_id is 'Calendar at Google; null until it is there.';
comment on column public.calendar_meetings.google_meet_link is 'Link to the video meeting; null when there is none.';
comment on column public.calendar_meetings.status is 'scheduled, completed, cancelled, or rescheduled when another meeting took its place.';
comment on column public.calendar_meetings.timezone is 'Time zone (IANA name) the meeting is shown in.';
comment on column public.calendar_meetings.created_at is 'When the row was written.';
comment on column public.calendar_meetings.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.calendar_meetings enable row level security;
alter table public.calendar_meetings force row level security;

drop policy if exists calendar_meetings_select_own on public.calendar_meetings;
create policy calendar_meetings_select_own on public.calendar_meetings for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_meetings_select_own on public.calendar_meetings is 'A tenant reads its own calendar meetings.';

drop policy if exists calendar_meetings_select_masker on public.calendar_meetings;
create policy calendar_meetings_select_masker on public.calendar_meetings for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy calendar_meetings_select_masker on public.calendar_meetings is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists calendar_meetings_all_definer on public.calendar_meetings;
create policy calendar_meetings_all_definer on public.calendar_meetings for all to app_definer
  using (true) with check (true);
comment on policy calendar_meetings_all_definer on public.calendar_meetings is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_meetings to app_user;
grant select, insert, update, delete on public.calendar_meetings to app_definer;
grant select on public.calendar_meetings to app_masker;
--! EndIncluded meetings/public.calendar_meetings.sql
--! Included dialing/public.active_calls.sql
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
--! EndIncluded dialing/public.active_calls.sql
--! Included contacts/public.contact_imports.sql
-- The account of every file: each line that was read is somewhere, or the import cannot be done. One import runs per tenant, because
-- two merges of one tenant would lock the same contacts in two orders.

comment on table public.contact_imports is
  'One row per uploaded contact file, with the fate of its lines.';
comment on column public.contact_imports.id is 'Key; random, and the only tie between staged lines and their owner.';
comment on column public.contact_imports.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_imports.file_name is 'Name of the file as uploaded; text to show, never a path.';
comment on column public.contact_imports.file_hash is 'SHA-256 of the bytes in hex: the same file again is recognised by it.';
comment on column public.contact_imports.status is
  'uploading: lines arrive; merging: they become contacts; done; failed, with a reason; cancelled by the tenant.';
comment on column public.contact_imports.policy is
  'What happens to a contact that exists: skip leaves it, fill writes empty fields only, overwrite writes all given ones.';
comment on column public.contact_imports.tags is 'Words added to every contact of the file; empty when none.';
comment on column public.contact_imports.lines_read is 'Data lines in the file, header and nothing else left out.';
comment on column public.contact_imports.inserted is 'Lines that became a new contact.';
comment on column public.contact_imports.updated is 'Lines that changed a contact.';
comment on column public.contact_imports.unchanged is 'Lines whose contact says the same already, or may not be changed by the policy.';
comment on column public.contact_imports.duplicate_in_file is 'Lines whose number stood on an earlier line of the file.';
comment on column public.contact_imports.rejected is 'Lines that cannot be a contact; the reason is kept for each.';
comment on column public.contact_imports.suppressed is 'Lines whose number is on the opt-out list of the tenant or of the platform.';
comment on column public.contact_imports.blank is 'Lines without any content.';
comment on column public.contact_imports.merged_to_line is 'Last line already merged: an interrupted merge goes on behind it.';
comment on column public.contact_imports.failure_reason is 'Sentence that says why the import failed; null unless it did.';
comment on column public.contact_imports.created_at is 'When the upload began.';
comment on column public.contact_imports.updated_at is 'When the import last made progress; written by its functions.';
comment on column public.contact_imports.finished_at is 'When it was done, failed or cancelled; null before.';

alter table public.contact_imports enable row level security;
alter table public.contact_imports force row level security;

drop policy if exists contact_imports_select_own on public.contact_imports;
create policy contact_imports_select_own on public.contact_imports for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_imports_select_own on public.contact_imports is 'A tenant reads its own contact imports.';

drop policy if exists contact_imports_select_masker on public.contact_imports;
create policy contact_imports_select_masker on public.contact_imports for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy contact_imports_select_masker on public.contact_imports is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists contact_imports_all_definer on public.contact_imports;
create policy contact_imports_all_definer on public.contact_imports for all to app_definer
  using (true) with check (true);
comment on policy contact_imports_all_definer on public.contact_imports is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_imports to app_user;
grant select, insert, update, delete on public.contact_imports to app_definer;
grant select on public.contact_imports to app_masker;
--! EndIncluded contacts/public.contact_imports.sql
--! Included platform/public.time_zones.sql
-- The zones we take. pg_timezone_names is a function that reads hundreds of files at each look, and PostgreSQL itself would also take
-- EST or FOO+5. The list has no tenant; everybody signed in may read it, only migrations write.

comment on table public.time_zones is
  'One row per time zone that a tenant, a campaign or a meeting may name.';
comment on column public.time_zones.name is 'Name in the IANA data base, for example Asia/Kolkata, or UTC.';

grant select on public.time_zones to app_user;
grant select, insert, update, delete on public.time_zones to app_definer;
grant select on public.time_zones to app_masker;
--! EndIncluded platform/public.time_zones.sql
--! Included platform/public.system_config.sql
-- The numbers of the product: limits, minutes, pulses, prices. It has no tenant and holds no secret (a check on the key sees to
-- that), so everybody signed in may read it and row security is not needed; only migrations and functions write.

comment on table public.system_config is
  'One row per setting of the installation: the only home of limits, durations and prices.';
comment on column public.system_config.key is 'Name of the setting, written group.name, for example dial.tenant_max_concurrent.';
comment on column public.system_config.value is 'The value as text; the reader of the setting casts it to the unit that the description names.';
comment on column public.system_config.description is 'What the setting does, with unit, bounds and default; null when nobody has described it.';
comment on column public.system_config.updated_at is 'When the value was last changed; written by whoever changes it.';

grant select on public.system_config to app_user;
grant select, insert, update, delete on public.system_config to app_definer;
grant select on public.system_config to app_masker, app_watchdog;
--! EndIncluded platform/public.system_config.sql
--! Included analytics/public.user_kpi_live.sql
-- The summary that is never stale: stored rows whose pair is not noted, and the noted pairs computed anew. All of it in one
-- statement sees one snapshot, and the note of a change commits with the change.
create or replace view public.user_kpi_live with (security_barrier = true) as
select m.user_id, m.date, m.total_calls, m.success_rate, m.conversion_rate, m.avg_scores, m.qualified_leads, m.credits_used
from public.user_kpi_summary m
where not exists (select from public.kpi_notes n where n.user_id = m.user_id and n.date = m.date)
union all
select d.user_id, d.date, d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used
from public.user_kpi_daily d
where exists (select from public.kpi_notes n where n.user_id = d.user_id and n.date = d.date);

comment on view public.user_kpi_live is 'One row per tenant and local day with calls: the figures as of now, whenever the summary was refreshed.';
comment on column public.user_kpi_live.user_id is 'The tenant.';
comment on column public.user_kpi_live.date is 'Local day of the tenant.';
comment on column public.user_kpi_live.total_calls is 'Calls of the day.';
comment on column public.user_kpi_live.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_live.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_live.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_live.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_live.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_live from public;
alter view public.user_kpi_live owner to app_definer;
grant select on public.user_kpi_live to app_masker;
--! EndIncluded analytics/public.user_kpi_live.sql
--! Included accounts/public.user_login_stats.sql
-- From attempts and sessions, which no tenant may read; for administrators.
create or replace view public.user_login_stats with (security_barrier = true) as
select
  u.id as user_id,
  count(a.id) filter (where a.success) as logins,
  count(a.id) filter (where not a.success) as failed_logins,
  max(a.attempted_at) filter (where a.success) as last_login,
  (select count(*) from public.user_sessions s where s.user_id = u.id and s.expires_at > now()) as open_sessions
from public.users u
left join public.login_attempts a on a.email = lower(u.email)
group by u.id;

comment on view public.user_login_stats is 'One row per tenant: sign-ins within the time that attempts are kept.';
comment on column public.user_login_stats.user_id is 'The tenant.';
comment on column public.user_login_stats.logins is 'Attempts that opened a session.';
comment on column public.user_login_stats.failed_logins is 'Attempts that failed.';
comment on column public.user_login_stats.last_login is 'When the latest session was opened; null when none was.';
comment on column public.user_login_stats.open_sessions is 'Sessions that have not ended.';
revoke all on public.user_login_stats from public;
alter view public.user_login_stats owner to app_definer;
grant select on public.user_login_stats to app_masker;
--! EndIncluded accounts/public.user_login_stats.sql
--! Included dialing/public.system_concurrency_overview.sql
-- The load of the whole platform beside its limit: not for tenants.
create or replace view public.system_concurrency_overview with (security_barrier = true) as
select
  count(*) filter (where a.call_type = 'direct') as direct_calls,
  count(*) filter (where a.call_type = 'campaign') as campaign_calls,
  count(*) as total_calls,
  count(distinct a.user_id) as active_users,
  public.setting('dial.system_max_concurrent') as system_limit
from public.active_calls a;

comment on view public.system_concurrency_overview is 'One row: lines in use on the whole platform.';
comment on column public.system_concurrency_overview.direct_calls is 'Lines used by direct calls.';
comment on column public.system_concurrency_overview.campaign_calls is 'Lines used by campaigns.';
comment on column public.system_concurrency_overview.total_calls is 'Lines in use.';
comment on column public.system_concurrency_overview.active_users is 'Tenants with a line in use.';
comment on column public.system_concurrency_overview.system_limit is 'Lines that may be in use at once.';
revoke all on public.system_concurrency_overview from public;
alter view public.system_concurrency_overview owner to app_definer;
grant select on public.system_concurrency_overview to app_masker;
--! EndIncluded dialing/public.system_concurrency_overview.sql
--! Included analytics/analytics.dim_tenants.sql
-- Every other view joins this one for the zone, so that nobody converts an instant by another zone than the product does.
create or replace view analytics.dim_tenants with (security_barrier = true) as
select
  u.id as tenant_id,
  u.company,
  coalesce(z.name, (select s.value from public.system_config s where s.key = 'default_timezone'), 'UTC') as tenant_timezone,
  u.is_active,
  u.credits,
  (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id) as credits_held,
  u.created_at
from public.users u
left join public.time_zones z on z.name = u.location;

comment on view analytics.dim_tenants is 'One row per tenant that the login may see.';
comment on column analytics.dim_tenants.tenant_id is 'The tenant.';
comment on column analytics.dim_tenants.company is 'Company of the tenant; null when it has not said.';
comment on column analytics.dim_tenants.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name: its location when that names a zone, else the default of the installation.';
comment on column analytics.dim_tenants.is_active is 'False: the account is switched off.';
comment on column analytics.dim_tenants.credits is 'Balance: the sum of all its transactions. Unit: credits.';
comment on column analytics.dim_tenants.credits_held is 'Reserved by calls in progress. Unit: credits.';
comment on column analytics.dim_tenants.created_at is 'When the account was opened.';
alter view analytics.dim_tenants owner to app_masker;
revoke all on analytics.dim_tenants from public;
grant select on analytics.dim_tenants to app_analyst;
--! EndIncluded analytics/analytics.dim_tenants.sql
--! Included analytics/analytics.dim_agents.sql
create or replace view analytics.dim_agents with (security_barrier = true) as
select
  g.id as agent_id,
  g.user_id as tenant_id,
  g.name,
  g.agent_type,
  g.is_active,
  g.created_at
from public.agents g;

comment on view analytics.dim_agents is 'One row per agent.';
comment on column analytics.dim_agents.agent_id is 'The agent.';
comment on column analytics.dim_agents.tenant_id is 'The tenant.';
comment on column analytics.dim_agents.name is 'Its name.';
comment on column analytics.dim_agents.agent_type is 'call.';
comment on column analytics.dim_agents.is_active is 'False: it is switched off and takes no new calls.';
comment on column analytics.dim_agents.created_at is 'When it was connected.';
alter view analytics.dim_agents owner to app_masker;
revoke all on analytics.dim_agents from public;
grant select on analytics.dim_agents to app_analyst;
--! EndIncluded analytics/analytics.dim_agents.sql
--! Included analytics/analytics.dim_campaigns.sql
create or replace view analytics.dim_campaigns with (security_barrier = true) as
select
  k.id as campaign_id,
  k.user_id as tenant_id,
  k.agent_id,
  k.name,
  k.status,
  k.first_call_time,
  k.last_call_time,
  case when k.use_custom_timezone then coalesce(k.campaign_timezone, t.tenant_timezone) else t.tenant_timezone end as campaign_timezone,
  k.start_date,
  k.end_date,
  k.max_retries,
  k.total_contacts,
  k.completed_calls,
  k.successful_calls,
  k.failed_calls,
  k.started_at,
  k.completed_at,
  k.created_at,
  t.tenant_timezone
from public.call_campaigns k
join analytics.dim_tenants t on t.tenant_id = k.user_id;

comment on view analytics.dim_campaigns is 'One row per campaign.';
comment on column analytics.dim_campaigns.campaign_id is 'The campaign.';
comment on column analytics.dim_campaigns.tenant_id is 'The tenant.';
comment on column analytics.dim_campaigns.agent_id is 'Agent that speaks.';
comment on column analytics.dim_campaigns.name is 'Its name.';
comment on column analytics.dim_campaigns.status is 'draft, scheduled, active, paused, completed or cancelled.';
comment on column analytics.dim_campaigns.first_call_time is 'Calls begin at this time of day in campaign_timezone.';
comment on column analytics.dim_campaigns.last_call_time is 'No call begins from this time of day on; before first_call_time: the window crosses midnight.';
comment on column analytics.dim_campaigns.campaign_timezone is 'Zone of its window.';
comment on column analytics.dim_campaigns.start_date is 'First local day.';
comment on column analytics.dim_campaigns.end_date is 'Last local day; null: none.';
comment on column analytics.dim_campaigns.max_retries is 'Calls after the first that a person may get.';
comment on column analytics.dim_campaigns.total_contacts is 'People in it.';
comment on column analytics.dim_campaigns.completed_calls is 'Calls whose end is confirmed.';
comment on column analytics.dim_campaigns.successful_calls is 'Of those, completed ones.';
comment on column analytics.dim_campaigns.failed_calls is 'Of those, all others.';
comment on column analytics.dim_campaigns.started_at is 'When it was launched; null before.';
comment on column analytics.dim_campaigns.completed_at is 'When its last person was done; null before.';
comment on column analytics.dim_campaigns.created_at is 'When it was made.';
comment on column analytics.dim_campaigns.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_campaigns owner to app_masker;
revoke all on analytics.dim_campaigns from public;
grant select on analytics.dim_campaigns to app_analyst;
--! EndIncluded analytics/analytics.dim_campaigns.sql
--! Included analytics/analytics.dim_contacts.sql
create or replace view analytics.dim_contacts with (security_barrier = true) as
select
  c.id as contact_id,
  c.user_id as tenant_id,
  left(c.phone_number, greatest(length(c.phone_number) - 6, 3)) || '****' || right(c.phone_number, 2) as phone_masked,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.phone_number end as phone_number,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.name end as name,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.email end as email,
  c.company,
  c.city,
  c.country,
  c.tags,
  c.import_id,
  c.is_auto_created,
  c.is_customer,
  c.not_connected,
  c.call_attempted_busy as busy,
  c.call_attempted_no_answer as no_answer,
  c.last_contact_at,
  c.created_at,
  (c.created_at at time zone t.tenant_timezone)::date as local_date,
  t.tenant_timezone
from public.contacts c
join analytics.dim_tenants t on t.tenant_id = c.user_id
where c.deleted_at is null;

comment on view analytics.dim_contacts is 'One row per contact that has not been removed.';
comment on column analytics.dim_contacts.contact_id is 'The contact.';
comment on column analytics.dim_contacts.tenant_id is 'The tenant.';
comment on column analytics.dim_contacts.phone_masked is 'Number without its middle.';
comment on column analytics.dim_contacts.phone_number is 'Personal data. Number in E.164; null for logins without that right.';
comment on column analytics.dim_contacts.name is 'Personal data. Name; null for logins without that right.';
comment on column analytics.dim_contacts.email is 'Personal data. E-mail address; null for logins without that right.';
comment on column analytics.dim_contacts.company is 'Company; null when unknown.';
comment on column analytics.dim_contacts.city is 'City; null when unknown.';
comment on column analytics.dim_contacts.country is 'Country; null when unknown.';
comment on column analytics.dim_contacts.tags is 'Tags.';
comment on column analytics.dim_contacts.import_id is 'Import that brought it; null: none.';
comment on column analytics.dim_contacts.is_auto_created is 'True: a call has made it.';
comment on column analytics.dim_contacts.is_customer is 'True: it has become a customer.';
comment on column analytics.dim_contacts.not_connected is 'Calls that did not connect.';
comment on column analytics.dim_contacts.busy is 'Of those, busy ones.';
comment on column analytics.dim_contacts.no_answer is 'Of those, unanswered ones.';
comment on column analytics.dim_contacts.last_contact_at is 'When it was last reached; null: never.';
comment on column analytics.dim_contacts.created_at is 'When it was added.';
comment on column analytics.dim_contacts.local_date is 'Local day of created_at.';
comment on column analytics.dim_contacts.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_contacts owner to app_masker;
revoke all on analytics.dim_contacts from public;
grant select on analytics.dim_contacts to app_analyst;
--! EndIncluded analytics/analytics.dim_contacts.sql
--! Included analytics/analytics.dim_imports.sql
create or replace view analytics.dim_imports with (security_barrier = true) as
select
  i.id as import_id,
  i.user_id as tenant_id,
  i.status,
  i.lines_read,
  i.inserted,
  i.updated,
  i.unchanged,
  i.duplicate_in_file,
  i.rejected,
  i.suppressed,
  i.blank,
  i.created_at,
  (i.created_at at time zone t.tenant_timezone)::date as local_date,
  t.tenant_timezone
from public.contact_imports i
join analytics.dim_tenants t on t.tenant_id = i.user_id;

comment on view analytics.dim_imports is 'One row per import of contacts.';
comment on column analytics.dim_imports.import_id is 'The import.';
comment on column analytics.dim_imports.tenant_id is 'The tenant.';
comment on column analytics.dim_imports.status is 'How far it is.';
comment on column analytics.dim_imports.lines_read is 'Lines of the file: the sum of the seven below.';
comment on column analytics.dim_imports.inserted is 'New contacts.';
comment on column analytics.dim_imports.updated is 'Contacts that were changed.';
comment on column analytics.dim_imports.unchanged is 'Contacts that were there already.';
comment on column analytics.dim_imports.duplicate_in_file is 'Lines with a number that an earlier line has.';
comment on column analytics.dim_imports.rejected is 'Lines without a number that can be called.';
comment on column analytics.dim_imports.suppressed is 'Numbers on the opt-out list.';
comment on column analytics.dim_imports.blank is 'Empty lines.';
comment on column analytics.dim_imports.created_at is 'When the file came.';
comment on column analytics.dim_imports.local_date is 'Local day of created_at.';
comment on column analytics.dim_imports.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_imports owner to app_masker;
revoke all on analytics.dim_imports from public;
grant select on analytics.dim_imports to app_analyst;
--! EndIncluded analytics/analytics.dim_imports.sql
--! Included analytics/analytics.dim_customers.sql
create or replace view analytics.dim_customers with (security_barrier = true) as
select
  c.id as customer_id,
  c.user_id as tenant_id,
  c.contact_id,
  c.customer_reference,
  c.company_name,
  c.industry,
  c.deal_value,
  c.deal_closed_date,
  c.contract_start_date,
  c.contract_end_date,
  c.created_at,
  (c.created_at at time zone t.tenant_timezone)::date as local_date,
  t.tenant_timezone
from public.customers c
join analytics.dim_tenants t on t.tenant_id = c.user_id
where c.deleted_at is null;

comment on view analytics.dim_customers is 'One row per customer that has not been removed.';
comment on column analytics.dim_customers.customer_id is 'The customer.';
comment on column analytics.dim_customers.tenant_id is 'The tenant.';
comment on column analytics.dim_customers.contact_id is 'The contact it was.';
comment on column analytics.dim_customers.customer_reference is 'Its reference.';
comment on column analytics.dim_customers.company_name is 'Company.';
comment on column analytics.dim_customers.industry is 'Industry.';
comment on column analytics.dim_customers.deal_value is 'Value of the deal, in the tenant''s currency.';
comment on column analytics.dim_customers.deal_closed_date is 'Day of the deal.';
comment on column analytics.dim_customers.contract_start_date is 'First day of the contract.';
comment on column analytics.dim_customers.contract_end_date is 'Last day of the contract.';
comment on column analytics.dim_customers.created_at is 'When it was converted.';
comment on column analytics.dim_customers.local_date is 'Local day of created_at.';
comment on column analytics.dim_customers.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_customers owner to app_masker;
revoke all on analytics.dim_customers from public;
grant select on analytics.dim_customers to app_analyst;
--! EndIncluded analytics/analytics.dim_customers.sql
--! Included analytics/analytics.fct_calls.sql
create or replace view analytics.fct_calls with (security_barrier = true) as
select
  c.id as call_id,
  c.user_id as tenant_id,
  c.agent_id,
  c.contact_id,
  c.campaign_id,
  c.attempt_id,
  c.lead_type as direction,
  coalesce(c.call_source, 'unknown') as call_source,
  c.status,
  c.started_at is not null as is_answered,
  c.confirmed_at is not null as is_confirmed,
  c.duration_seconds,
  c.credits,
  c.sentiment,
  left(c.phone_number, greatest(length(c.phone_number) - 6, 3)) || '****' || right(c.phone_number, 2) as phone_masked,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.phone_number end as phone_number,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.transcript end as transcript,
  c.created_at,
  c.started_at as answered_at,
  c.ended_at,
  c.local_date,
  c.local_hour,
  t.tenant_timezone
from public.calls c
join analytics.dim_tenants t on t.tenant_id = c.user_id;

comment on view analytics.fct_calls is 'One row per call that the provider has accepted or that came in.';
comment on column analytics.fct_calls.call_id is 'The call.';
comment on column analytics.fct_calls.tenant_id is 'The tenant.';
comment on column analytics.fct_calls.agent_id is 'Who talked.';
comment on column analytics.fct_calls.contact_id is 'With whom; null when unknown or gone.';
comment on column analytics.fct_calls.campaign_id is 'In which campaign; null for direct and inbound calls.';
comment on column analytics.fct_calls.attempt_id is 'Attempt that placed it; null for inbound calls.';
comment on column analytics.fct_calls.direction is 'inbound or outbound.';
comment on column analytics.fct_calls.call_source is 'phone, internet or unknown.';
comment on column analytics.fct_calls.status is 'initiated, in-progress, completed, failed, busy or no-answer.';
comment on column analytics.fct_calls.is_answered is 'True: somebody or something answered.';
comment on column analytics.fct_calls.is_confirmed is 'True: the provider has confirmed the end; status, duration and credits are final.';
comment on column analytics.fct_calls.duration_seconds is 'Talk as billed, null until known. Unit: seconds.';
comment on column analytics.fct_calls.credits is 'Charged; 0 until confirmed. Unit: credits.';
comment on column analytics.fct_calls.sentiment is 'positive, neutral, negative or mixed; null when not analysed.';
comment on column analytics.fct_calls.phone_masked is 'Number of the other party without its middle.';
comment on column analytics.fct_calls.phone_number is 'Personal data. Number of the other party; null for logins without that right.';
comment on column analytics.fct_calls.transcript is 'Personal data. What was said; null for logins without that right.';
comment on column analytics.fct_calls.created_at is 'When it was dialed, or came in.';
comment on column analytics.fct_calls.answered_at is 'When it was answered; null when it was not.';
comment on column analytics.fct_calls.ended_at is 'When the line was free; null before.';
comment on column analytics.fct_calls.local_date is 'Local day of created_at.';
comment on column analytics.fct_calls.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_calls.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_calls owner to app_masker;
revoke all on analytics.fct_calls from public;
grant select on analytics.fct_calls to app_analyst;
--! EndIncluded analytics/analytics.fct_calls.sql
--! Included analytics/analytics.fct_attempts.sql
create or replace view analytics.fct_attempts with (security_barrier = true) as
select
  a.id as attempt_id,
  a.user_id as tenant_id,
  a.queue_id as queue_item_id,
  c.id as call_id,
  q.campaign_id,
  q.contact_id,
  row_number() over (partition by a.queue_id order by a.created_at, a.id) as attempt_number,
  a.state,
  a.http_status,
  a.hold_amount,
  a.tenant_slots_before as lines_in_use_before,
  a.tenant_cap as lines_limit,
  a.created_at,
  a.sent_at,
  a.answered_at,
  a.closed_at,
  (a.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from a.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.call_attempts a
join analytics.dim_tenants t on t.tenant_id = a.user_id
left join public.call_queue q on q.id = a.queue_id
left join public.calls c on c.attempt_id = a.id;

comment on view analytics.fct_attempts is 'One row per attempt to place a call; those that the provider refused have no call.';
comment on column analytics.fct_attempts.attempt_id is 'The attempt.';
comment on column analytics.fct_attempts.tenant_id is 'The tenant.';
comment on column analytics.fct_attempts.queue_item_id is 'Item of the queue.';
comment on column analytics.fct_attempts.call_id is 'The call it became; null: none.';
comment on column analytics.fct_attempts.campaign_id is 'Campaign of the item; null for direct calls.';
comment on column analytics.fct_attempts.contact_id is 'Whom it was for.';
comment on column analytics.fct_attempts.attempt_number is 'First, second, ... attempt for that item.';
comment on column analytics.fct_attempts.state is 'intent, sending, accepted, rejected, unknown or void.';
comment on column analytics.fct_attempts.http_status is 'Answer of the provider; null: none.';
comment on column analytics.fct_attempts.hold_amount is 'Reserved for it. Unit: credits.';
comment on column analytics.fct_attempts.lines_in_use_before is 'Calls of the tenant that ran when it was claimed.';
comment on column analytics.fct_attempts.lines_limit is 'Its limit then: the number before is always below it.';
comment on column analytics.fct_attempts.created_at is 'When it was claimed.';
comment on column analytics.fct_attempts.sent_at is 'When the request left; null: it never did.';
comment on column analytics.fct_attempts.answered_at is 'When the provider answered the request.';
comment on column analytics.fct_attempts.closed_at is 'When nothing more could come of it.';
comment on column analytics.fct_attempts.local_date is 'Local day of created_at.';
comment on column analytics.fct_attempts.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_attempts.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_attempts owner to app_masker;
revoke all on analytics.fct_attempts from public;
grant select on analytics.fct_attempts to app_analyst;
--! EndIncluded analytics/analytics.fct_attempts.sql
--! Included analytics/analytics.fct_queue_items.sql
create or replace view analytics.fct_queue_items with (security_barrier = true) as
select
  q.id as queue_item_id,
  q.user_id as tenant_id,
  q.campaign_id,
  q.contact_id,
  q.agent_id,
  q.call_type,
  q.status,
  q.attempts,
  q.max_retries,
  q.error_message as reason,
  q.call_id,
  q.created_at,
  q.scheduled_for,
  f.first_at as first_attempt_at,
  extract(epoch from f.first_at - q.created_at)::integer as waited_seconds,
  q.completed_at as ended_at,
  (q.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from q.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.call_queue q
join analytics.dim_tenants t on t.tenant_id = q.user_id
left join lateral (select min(a.created_at) as first_at from public.call_attempts a where a.queue_id = q.id) f on true;

comment on view analytics.fct_queue_items is 'One row per person to be called, in a campaign or directly.';
comment on column analytics.fct_queue_items.queue_item_id is 'The item.';
comment on column analytics.fct_queue_items.tenant_id is 'The tenant.';
comment on column analytics.fct_queue_items.campaign_id is 'Its campaign; null for direct calls.';
comment on column analytics.fct_queue_items.contact_id is 'Whom to call.';
comment on column analytics.fct_queue_items.agent_id is 'Who calls.';
comment on column analytics.fct_queue_items.call_type is 'direct or campaign.';
comment on column analytics.fct_queue_items.status is 'pending, processing, completed, failed, cancelled, busy or no_answer.';
comment on column analytics.fct_queue_items.attempts is 'Calls so far that count.';
comment on column analytics.fct_queue_items.max_retries is 'Calls after the first that are allowed.';
comment on column analytics.fct_queue_items.reason is 'Why it ended as it did; null when nothing went wrong.';
comment on column analytics.fct_queue_items.call_id is 'Its last call; null: none.';
comment on column analytics.fct_queue_items.created_at is 'When it was queued.';
comment on column analytics.fct_queue_items.scheduled_for is 'Not to be called before; null: at once.';
comment on column analytics.fct_queue_items.first_attempt_at is 'When it was first claimed; null: not yet.';
comment on column analytics.fct_queue_items.waited_seconds is 'From queued to first claimed; null before. Unit: seconds.';
comment on column analytics.fct_queue_items.ended_at is 'When it ended; null before.';
comment on column analytics.fct_queue_items.local_date is 'Local day of created_at.';
comment on column analytics.fct_queue_items.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_queue_items.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_queue_items owner to app_masker;
revoke all on analytics.fct_queue_items from public;
grant select on analytics.fct_queue_items to app_analyst;
--! EndIncluded analytics/analytics.fct_queue_items.sql
--! Included analytics/analytics.live_queue.sql
create or replace view analytics.live_queue with (security_barrier = true) as
select
  q.queue_item_id,
  q.tenant_id,
  q.campaign_id,
  q.contact_id,
  q.call_type,
  q.status,
  q.attempts,
  q.created_at,
  q.scheduled_for,
  q.local_date,
  q.local_hour,
  q.tenant_timezone
from analytics.fct_queue_items q
where q.status in ('pending', 'processing');

comment on view analytics.live_queue is 'One row per person who waits for a call or is on the line now.';
comment on column analytics.live_queue.queue_item_id is 'The item.';
comment on column analytics.live_queue.tenant_id is 'The tenant.';
comment on column analytics.live_queue.campaign_id is 'Its campaign; null for direct calls.';
comment on column analytics.live_queue.contact_id is 'Whom to call.';
comment on column analytics.live_queue.call_type is 'direct or campaign.';
comment on column analytics.live_queue.status is 'pending or processing.';
comment on column analytics.live_queue.attempts is 'Calls so far that count.';
comment on column analytics.live_queue.created_at is 'When it was queued.';
comment on column analytics.live_queue.scheduled_for is 'Not to be called before; null: at once.';
comment on column analytics.live_queue.local_date is 'Local day of created_at.';
comment on column analytics.live_queue.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.live_queue.tenant_timezone is 'Zone of the tenant.';
alter view analytics.live_queue owner to app_masker;
revoke all on analytics.live_queue from public;
grant select on analytics.live_queue to app_analyst;
--! EndIncluded analytics/analytics.live_queue.sql
--! Included analytics/analytics.fct_leads.sql
create or replace view analytics.fct_leads with (security_barrier = true) as
select
  l.id as lead_id,
  l.user_id as tenant_id,
  l.call_id,
  l.agent_id,
  l.contact_id,
  l.qualification_status,
  l.lifecycle_status,
  l.call_outcome,
  l.engagement_score,
  l.intent_score,
  l.urgency_score,
  l.budget_score,
  l.fit_score,
  l.total_score,
  exists (select from public.lead_overrides o where o.lead_id = l.id) as is_decided_by_person,
  l.key_topics,
  l.pain_points,
  l.objections,
  l.decision_timeline,
  l.budget_range,
  l.decision_maker,
  l.meeting_scheduled_at,
  l.follow_up_date,
  l.cta_pricing_clicks + l.cta_demo_clicks + l.cta_followup_clicks + l.cta_sample_clicks + l.cta_human_escalations as requests,
  l.created_at,
  l.local_date,
  l.local_hour,
  t.tenant_timezone
from public.lead_analytics l
join analytics.dim_tenants t on t.tenant_id = l.user_id;

comment on view analytics.fct_leads is 'One row per analysed call: scores and qualification as shown, so a person''s decision goes before the machine''s.';
comment on column analytics.fct_leads.lead_id is 'The lead.';
comment on column analytics.fct_leads.tenant_id is 'The tenant.';
comment on column analytics.fct_leads.call_id is 'Call it comes from.';
comment on column analytics.fct_leads.agent_id is 'Who talked.';
comment on column analytics.fct_leads.contact_id is 'With whom; null when unknown or gone.';
comment on column analytics.fct_leads.qualification_status is 'qualified, unqualified or needs_review; null when there is nobody to decide about.';
comment on column analytics.fct_leads.lifecycle_status is 'Where it stands on its way to a customer.';
comment on column analytics.fct_leads.call_outcome is 'How the call ended for the tenant.';
comment on column analytics.fct_leads.engagement_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.intent_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.urgency_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.budget_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.fit_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.total_score is 'Mean of the known scores. Unit: 0 to 100.';
comment on column analytics.fct_leads.is_decided_by_person is 'True: a person has decided at least one field.';
comment on column analytics.fct_leads.key_topics is 'What was talked about.';
comment on column analytics.fct_leads.pain_points is 'What troubles the person.';
comment on column analytics.fct_leads.objections is 'What the person held against it.';
comment on column analytics.fct_leads.decision_timeline is 'When the person means to decide.';
comment on column analytics.fct_leads.budget_range is 'Budget in words.';
comment on column analytics.fct_leads.decision_maker is 'True: the person decides; null when unknown.';
comment on column analytics.fct_leads.meeting_scheduled_at is 'When a meeting was agreed for; null: none.';
comment on column analytics.fct_leads.follow_up_date is 'Local day on which to follow up; null: none.';
comment on column analytics.fct_leads.requests is 'How often the person asked for prices, a demonstration, a call, a sample or a human being.';
comment on column analytics.fct_leads.created_at is 'When it was analysed.';
comment on column analytics.fct_leads.local_date is 'Local day of its call.';
comment on column analytics.fct_leads.local_hour is 'Local hour of its call, 0 to 23.';
comment on column analytics.fct_leads.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_leads owner to app_masker;
revoke all on analytics.fct_leads from public;
grant select on analytics.fct_leads to app_analyst;
--! EndIncluded analytics/analytics.fct_leads.sql
--! Included analytics/analytics.fct_meetings.sql
create or replace view analytics.fct_meetings with (security_barrier = true) as
select
  m.id as meeting_id,
  m.user_id as tenant_id,
  m.call_id,
  m.contact_id,
  m.meeting_time,
  m.duration_minutes,
  m.status,
  m.created_at,
  (m.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from m.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.calendar_meetings m
join analytics.dim_tenants t on t.tenant_id = m.user_id;

comment on view analytics.fct_meetings is 'One row per meeting.';
comment on column analytics.fct_meetings.meeting_id is 'The meeting.';
comment on column analytics.fct_meetings.tenant_id is 'The tenant.';
comment on column analytics.fct_meetings.call_id is 'Call it was agreed in; null: none.';
comment on column analytics.fct_meetings.contact_id is 'With whom; null when unknown.';
comment on column analytics.fct_meetings.meeting_time is 'When it begins.';
comment on column analytics.fct_meetings.duration_minutes is 'Unit: minutes.';
comment on column analytics.fct_meetings.status is 'scheduled, completed, cancelled or rescheduled.';
comment on column analytics.fct_meetings.created_at is 'When it was booked.';
comment on column analytics.fct_meetings.local_date is 'Local day of created_at.';
comment on column analytics.fct_meetings.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_meetings.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_meetings owner to app_masker;
revoke all on analytics.fct_meetings from public;
grant select on analytics.fct_meetings to app_analyst;
--! EndIncluded analytics/analytics.fct_meetings.sql
--! Included analytics/analytics.fct_credits.sql
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
--! EndIncluded analytics/analytics.fct_credits.sql
--! Included analytics/analytics.agg_agent_hourly.sql
create or replace view analytics.agg_agent_hourly with (security_barrier = true) as
select
  a.agent_id,
  a.user_id as tenant_id,
  a.date as local_date,
  a.hour as local_hour,
  a.total_calls,
  a.successful_calls,
  a.failed_calls,
  a.answered_calls,
  a.total_duration_seconds as talk_seconds,
  a.phone_calls,
  a.internet_calls,
  a.leads_generated as leads,
  a.qualified_leads,
  a.credits_used,
  a.answer_rate,
  a.success_rate,
  a.conversion_rate,
  a.cost_per_lead,
  a.total_score_sum,
  a.total_score_count,
  a.engagement_score_sum,
  a.engagement_score_count,
  a.intent_score_sum,
  a.intent_score_count,
  a.urgency_score_sum,
  a.urgency_score_count,
  a.budget_score_sum,
  a.budget_score_count,
  a.fit_score_sum,
  a.fit_score_count,
  a.total_cta_interactions as requests,
  t.tenant_timezone
from public.agent_analytics a
join analytics.dim_tenants t on t.tenant_id = a.user_id
where a.hour is not null
  and (a.total_calls > 0 or a.leads_generated > 0);

comment on view analytics.agg_agent_hourly is 'One row per agent, local day and hour with calls or leads; exact at every moment.';
comment on column analytics.agg_agent_hourly.agent_id is 'The agent.';
comment on column analytics.agg_agent_hourly.tenant_id is 'The tenant.';
comment on column analytics.agg_agent_hourly.local_date is 'Local day.';
comment on column analytics.agg_agent_hourly.local_hour is 'Local hour, 0 to 23.';
comment on column analytics.agg_agent_hourly.total_calls is 'Calls created.';
comment on column analytics.agg_agent_hourly.successful_calls is 'Calls completed.';
comment on column analytics.agg_agent_hourly.failed_calls is 'Calls ended in any other way.';
comment on column analytics.agg_agent_hourly.answered_calls is 'Calls answered.';
comment on column analytics.agg_agent_hourly.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_agent_hourly.phone_calls is 'Calls whose source is phone.';
comment on column analytics.agg_agent_hourly.internet_calls is 'Calls whose source is internet.';
comment on column analytics.agg_agent_hourly.leads is 'Calls with an analysis.';
comment on column analytics.agg_agent_hourly.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_agent_hourly.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_agent_hourly.answer_rate is 'Percent of calls answered; 0 without calls.';
comment on column analytics.agg_agent_hourly.success_rate is 'Percent of calls completed; 0 without calls.';
comment on column analytics.agg_agent_hourly.conversion_rate is 'Percent of leads qualified; 0 without leads.';
comment on column analytics.agg_agent_hourly.cost_per_lead is 'Unit: credits per lead; 0 without leads.';
comment on column analytics.agg_agent_hourly.total_score_sum is 'Sum of total scores: divide by total_score_count for a mean over several rows.';
comment on column analytics.agg_agent_hourly.total_score_count is 'Scored leads.';
comment on column analytics.agg_agent_hourly.engagement_score_sum is 'Sum of engagement scores.';
comment on column analytics.agg_agent_hourly.engagement_score_count is 'Leads with an engagement score.';
comment on column analytics.agg_agent_hourly.intent_score_sum is 'Sum of intent scores.';
comment on column analytics.agg_agent_hourly.intent_score_count is 'Leads with an intent score.';
comment on column analytics.agg_agent_hourly.urgency_score_sum is 'Sum of urgency scores.';
comment on column analytics.agg_agent_hourly.urgency_score_count is 'Leads with an urgency score.';
comment on column analytics.agg_agent_hourly.budget_score_sum is 'Sum of budget scores.';
comment on column analytics.agg_agent_hourly.budget_score_count is 'Leads with a budget score.';
comment on column analytics.agg_agent_hourly.fit_score_sum is 'Sum of fit scores.';
comment on column analytics.agg_agent_hourly.fit_score_count is 'Leads with a fit score.';
comment on column analytics.agg_agent_hourly.requests is 'Requests for prices, a demonstration, a call, a sample or a human being.';
comment on column analytics.agg_agent_hourly.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.agg_agent_hourly owner to app_masker;
revoke all on analytics.agg_agent_hourly from public;
grant select on analytics.agg_agent_hourly to app_analyst;
--! EndIncluded analytics/analytics.agg_agent_hourly.sql
--! Included analytics/analytics.agg_agent_daily.sql
create or replace view analytics.agg_agent_daily with (security_barrier = true) as
select
  a.agent_id,
  a.user_id as tenant_id,
  a.date as local_date,
  a.total_calls,
  a.successful_calls,
  a.failed_calls,
  a.answered_calls,
  a.total_duration_seconds as talk_seconds,
  a.phone_calls,
  a.internet_calls,
  a.leads_generated as leads,
  a.qualified_leads,
  a.credits_used,
  a.answer_rate,
  a.success_rate,
  a.conversion_rate,
  a.cost_per_lead,
  a.total_score_sum,
  a.total_score_count,
  a.engagement_score_sum,
  a.engagement_score_count,
  a.intent_score_sum,
  a.intent_score_count,
  a.urgency_score_sum,
  a.urgency_score_count,
  a.budget_score_sum,
  a.budget_score_count,
  a.fit_score_sum,
  a.fit_score_count,
  a.total_cta_interactions as requests,
  t.tenant_timezone
from public.agent_analytics a
join analytics.dim_tenants t on t.tenant_id = a.user_id
where a.hour is null
  and (a.total_calls > 0 or a.leads_generated > 0);

comment on view analytics.agg_agent_daily is 'One row per agent and local day with calls or leads; exact at every moment.';
comment on column analytics.agg_agent_daily.agent_id is 'The agent.';
comment on column analytics.agg_agent_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_agent_daily.local_date is 'Local day.';
comment on column analytics.agg_agent_daily.total_calls is 'Calls created.';
comment on column analytics.agg_agent_daily.successful_calls is 'Calls completed.';
comment on column analytics.agg_agent_daily.failed_calls is 'Calls ended in any other way.';
comment on column analytics.agg_agent_daily.answered_calls is 'Calls answered.';
comment on column analytics.agg_agent_daily.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_agent_daily.phone_calls is 'Calls whose source is phone.';
comment on column analytics.agg_agent_daily.internet_calls is 'Calls whose source is internet.';
comment on column analytics.agg_agent_daily.leads is 'Calls with an analysis.';
comment on column analytics.agg_agent_daily.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_agent_daily.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_agent_daily.answer_rate is 'Percent of calls answered; 0 without calls.';
comment on column analytics.agg_agent_daily.success_rate is 'Percent of calls completed; 0 without calls.';
comment on column analytics.agg_agent_daily.conversion_rate is 'Percent of leads qualified; 0 without leads.';
comment on column analytics.agg_agent_daily.cost_per_lead is 'Unit: credits per lead; 0 without leads.';
comment on column analytics.agg_agent_daily.total_score_sum is 'Sum of total scores: divide by total_score_count for a mean over several rows.';
comment on column analytics.agg_agent_daily.total_score_count is 'Scored leads.';
comment on column analytics.agg_agent_daily.engagement_score_sum is 'Sum of engagement scores.';
comment on column analytics.agg_agent_daily.engagement_score_count is 'Leads with an engagement score.';
comment on column analytics.agg_agent_daily.intent_score_sum is 'Sum of intent scores.';
comment on column analytics.agg_agent_daily.intent_score_count is 'Leads with an intent score.';
comment on column analytics.agg_agent_daily.urgency_score_sum is 'Sum of urgency scores.';
comment on column analytics.agg_agent_daily.urgency_score_count is 'Leads with an urgency score.';
comment on column analytics.agg_agent_daily.budget_score_sum is 'Sum of budget scores.';
comment on column analytics.agg_agent_daily.budget_score_count is 'Leads with a budget score.';
comment on column analytics.agg_agent_daily.fit_score_sum is 'Sum of fit scores.';
comment on column analytics.agg_agent_daily.fit_score_count is 'Leads with a fit score.';
comment on column analytics.agg_agent_daily.requests is 'Requests for prices, a demonstration, a call, a sample or a human being.';
comment on column analytics.agg_agent_daily.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.agg_agent_daily owner to app_masker;
revoke all on analytics.agg_agent_daily from public;
grant select on analytics.agg_agent_daily to app_analyst;
--! EndIncluded analytics/analytics.agg_agent_daily.sql
--! Included analytics/analytics.agg_tenant_daily.sql
create or replace view analytics.agg_tenant_daily with (security_barrier = true) as
select
  u.user_id as tenant_id,
  u.date as local_date,
  u.total_calls,
  u.successful_calls,
  u.answered_calls,
  u.total_duration_seconds as talk_seconds,
  u.phone_calls,
  u.internet_calls,
  u.total_agents as active_agents,
  u.total_leads as leads,
  u.qualified_leads,
  u.credits_used,
  u.total_score_sum,
  u.total_score_count,
  t.tenant_timezone
from public.user_analytics u
join analytics.dim_tenants t on t.tenant_id = u.user_id
where u.total_calls > 0 or u.total_leads > 0;

comment on view analytics.agg_tenant_daily is 'One row per tenant and local day with calls or leads; exact at every moment.';
comment on column analytics.agg_tenant_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_tenant_daily.local_date is 'Local day.';
comment on column analytics.agg_tenant_daily.total_calls is 'Calls created.';
comment on column analytics.agg_tenant_daily.successful_calls is 'Calls completed.';
comment on column analytics.agg_tenant_daily.answered_calls is 'Calls answered.';
comment on column analytics.agg_tenant_daily.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_tenant_daily.phone_calls is 'Calls whose source is phone.';
comment on column analytics.agg_tenant_daily.internet_calls is 'Calls whose source is internet.';
comment on column analytics.agg_tenant_daily.active_agents is 'Agents with calls.';
comment on column analytics.agg_tenant_daily.leads is 'Calls with an analysis.';
comment on column analytics.agg_tenant_daily.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_tenant_daily.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_tenant_daily.total_score_sum is 'Sum of total scores.';
comment on column analytics.agg_tenant_daily.total_score_count is 'Scored leads.';
comment on column analytics.agg_tenant_daily.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.agg_tenant_daily owner to app_masker;
revoke all on analytics.agg_tenant_daily from public;
grant select on analytics.agg_tenant_daily to app_analyst;
--! EndIncluded analytics/analytics.agg_tenant_daily.sql
--! Included analytics/analytics.agg_campaign_daily.sql
create or replace view analytics.agg_campaign_daily with (security_barrier = true) as
select
  c.campaign_id,
  c.user_id as tenant_id,
  c.local_date,
  count(*) as total_calls,
  count(*) filter (where c.started_at is not null) as answered_calls,
  count(*) filter (where c.status = 'completed') as successful_calls,
  coalesce(sum(c.duration_seconds), 0) as talk_seconds,
  count(l.id) as leads,
  count(l.id) filter (where l.qualification_status = 'qualified') as qualified_leads,
  sum(c.credits) as credits_used,
  min(t.tenant_timezone) as tenant_timezone
from public.calls c
join analytics.dim_tenants t on t.tenant_id = c.user_id
left join public.lead_analytics l on l.call_id = c.id
where c.campaign_id is not null
group by c.campaign_id, c.user_id, c.local_date;

comment on view analytics.agg_campaign_daily is 'One row per campaign and local day with calls; counted from the calls.';
comment on column analytics.agg_campaign_daily.campaign_id is 'The campaign.';
comment on column analytics.agg_campaign_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_campaign_daily.local_date is 'Local day.';
comment on column analytics.agg_campaign_daily.total_calls is 'Calls created.';
comment on column analytics.agg_campaign_daily.answered_calls is 'Calls answered.';
comment on column analytics.agg_campaign_daily.successful_calls is 'Calls completed.';
comment on column analytics.agg_campaign_daily.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_campaign_daily.leads is 'Calls with an analysis.';
comment on column analytics.agg_campaign_daily.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_campaign_daily.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_campaign_daily.tenant_timezone is 'Zone of the tenant.';
alter view analytics.agg_campaign_daily owner to app_masker;
revoke all on analytics.agg_campaign_daily from public;
grant select on analytics.agg_campaign_daily to app_analyst;
--! EndIncluded analytics/analytics.agg_campaign_daily.sql
--! Included analytics/analytics.agg_lead_funnel_daily.sql
create or replace view analytics.agg_lead_funnel_daily with (security_barrier = true) as
select
  u.tenant_id,
  u.local_date,
  u.total_calls as dialed,
  u.answered_calls as answered,
  u.successful_calls as talked,
  u.leads as analysed,
  u.qualified_leads as qualified,
  (select count(*) from analytics.fct_meetings m where m.tenant_id = u.tenant_id and m.local_date = u.local_date) as meetings,
  (select count(*) from analytics.dim_customers c where c.tenant_id = u.tenant_id and c.local_date = u.local_date) as customers,
  u.tenant_timezone
from analytics.agg_tenant_daily u;

comment on view analytics.agg_lead_funnel_daily is 'One row per tenant and local day: how many went how far. Each step is counted on the day on which it happened.';
comment on column analytics.agg_lead_funnel_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_lead_funnel_daily.local_date is 'Local day.';
comment on column analytics.agg_lead_funnel_daily.dialed is 'Calls created.';
comment on column analytics.agg_lead_funnel_daily.answered is 'Calls answered.';
comment on column analytics.agg_lead_funnel_daily.talked is 'Calls completed.';
comment on column analytics.agg_lead_funnel_daily.analysed is 'Calls with an analysis.';
comment on column analytics.agg_lead_funnel_daily.qualified is 'Qualified leads.';
comment on column analytics.agg_lead_funnel_daily.meetings is 'Meetings booked that day.';
comment on column analytics.agg_lead_funnel_daily.customers is 'Contacts converted that day.';
comment on column analytics.agg_lead_funnel_daily.tenant_timezone is 'Zone of the tenant.';
alter view analytics.agg_lead_funnel_daily owner to app_masker;
revoke all on analytics.agg_lead_funnel_daily from public;
grant select on analytics.agg_lead_funnel_daily to app_analyst;
--! EndIncluded analytics/analytics.agg_lead_funnel_daily.sql
--! Included analytics/analytics.kpi_live.sql
-- The view public.user_kpi_live for analysts.
create or replace view analytics.kpi_live with (security_barrier = true) as
select
  v.user_id as tenant_id,
  v.date,
  v.total_calls,
  v.success_rate,
  v.conversion_rate,
  v.avg_scores,
  v.qualified_leads,
  v.credits_used
from public.user_kpi_live v
where v.user_id = any (array(select analytics.granted_tenants()));

comment on view analytics.kpi_live is 'One row per tenant and local day with calls: the key figures as of now, never stale.';
comment on column analytics.kpi_live.tenant_id is 'The tenant.';
comment on column analytics.kpi_live.date is 'Local day of the tenant.';
comment on column analytics.kpi_live.total_calls is 'Calls of the day.';
comment on column analytics.kpi_live.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column analytics.kpi_live.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column analytics.kpi_live.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column analytics.kpi_live.qualified_leads is 'Leads that are qualified.';
comment on column analytics.kpi_live.credits_used is 'Whole credits charged.';
alter view analytics.kpi_live owner to app_masker;
revoke all on analytics.kpi_live from public;
grant select on analytics.kpi_live to app_analyst;
--! EndIncluded analytics/analytics.kpi_live.sql
--! Included analytics/analytics.user_login_stats.sql
-- The view public.user_login_stats for analysts.
create or replace view analytics.user_login_stats with (security_barrier = true) as
select
  v.user_id as tenant_id,
  v.logins,
  v.failed_logins,
  v.last_login,
  v.open_sessions
from public.user_login_stats v
where v.user_id = any (array(select analytics.granted_tenants()));

comment on view analytics.user_login_stats is 'One row per tenant: sign-ins.';
comment on column analytics.user_login_stats.tenant_id is 'The tenant.';
comment on column analytics.user_login_stats.logins is 'Attempts that opened a session.';
comment on column analytics.user_login_stats.failed_logins is 'Attempts that failed.';
comment on column analytics.user_login_stats.last_login is 'When the latest session was opened; null when none was.';
comment on column analytics.user_login_stats.open_sessions is 'Sessions that have not ended.';
alter view analytics.user_login_stats owner to app_masker;
revoke all on analytics.user_login_stats from public;
grant select on analytics.user_login_stats to app_analyst;
--! EndIncluded analytics/analytics.user_login_stats.sql
--! Included analytics/analytics.system_concurrency_overview.sql
-- The view public.system_concurrency_overview for analysts.
create or replace view analytics.system_concurrency_overview with (security_barrier = true) as
select
  v.direct_calls,
  v.campaign_calls,
  v.total_calls,
  v.active_users,
  (select s.value::integer from public.system_config s where s.key = 'dial.system_max_concurrent') as system_limit
from public.system_concurrency_overview v
where (select analytics.sees_all_tenants());

comment on view analytics.system_concurrency_overview is 'One row: the load of the platform; none for logins that do not see all tenants.';
comment on column analytics.system_concurrency_overview.direct_calls is 'Lines used by direct calls.';
comment on column analytics.system_concurrency_overview.campaign_calls is 'Lines used by campaigns.';
comment on column analytics.system_concurrency_overview.total_calls is 'Lines in use.';
comment on column analytics.system_concurrency_overview.active_users is 'Tenants with a line in use.';
comment on column analytics.system_concurrency_overview.system_limit is 'Lines that may be in use at once.';
alter view analytics.system_concurrency_overview owner to app_masker;
revoke all on analytics.system_concurrency_overview from public;
grant select on analytics.system_concurrency_overview to app_analyst;
--! EndIncluded analytics/analytics.system_concurrency_overview.sql
--! Included analytics/analytics.user_stats.sql
-- The view public.user_stats for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.user_stats with (security_barrier = true) as
select
  t.tenant_id,
  coalesce(sum(d.total_calls), 0) as total_calls,
  coalesce(sum(d.successful_calls), 0) as successful_calls,
  coalesce(sum(d.leads), 0) as total_leads,
  coalesce(sum(d.qualified_leads), 0) as qualified_leads,
  (select count(*) from analytics.dim_agents g where g.tenant_id = t.tenant_id) as total_agents,
  (select count(*) from analytics.dim_agents g where g.tenant_id = t.tenant_id and g.is_active) as active_agents,
  coalesce(sum(d.credits_used), 0) as credits_used,
  min(d.local_date) filter (where d.total_calls > 0) as first_day,
  max(d.local_date) filter (where d.total_calls > 0) as last_day
from analytics.dim_tenants t
left join analytics.agg_tenant_daily d on d.tenant_id = t.tenant_id
group by t.tenant_id;

comment on view analytics.user_stats is 'One row per tenant: totals over all its days.';
comment on column analytics.user_stats.tenant_id is 'The tenant.';
comment on column analytics.user_stats.total_calls is 'Calls ever.';
comment on column analytics.user_stats.successful_calls is 'Calls completed.';
comment on column analytics.user_stats.total_leads is 'Calls with an analysis.';
comment on column analytics.user_stats.qualified_leads is 'Leads that are qualified.';
comment on column analytics.user_stats.total_agents is 'Agents, also those switched off.';
comment on column analytics.user_stats.active_agents is 'Agents that are switched on.';
comment on column analytics.user_stats.credits_used is 'Whole credits charged.';
comment on column analytics.user_stats.first_day is 'Local day of the first call; null without calls.';
comment on column analytics.user_stats.last_day is 'Local day of the latest call; null without calls.';
alter view analytics.user_stats owner to app_masker;
revoke all on analytics.user_stats from public;
grant select on analytics.user_stats to app_analyst;
--! EndIncluded analytics/analytics.user_stats.sql
--! Included analytics/analytics.user_performance_summary.sql
-- The view public.user_performance_summary for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.user_performance_summary with (security_barrier = true) as
select
  t.tenant_id,
  coalesce(sum(d.total_calls), 0) as total_calls,
  round(100.0 * sum(d.successful_calls) / nullif(sum(d.total_calls), 0), 2) as success_rate,
  round(100.0 * sum(d.answered_calls) / nullif(sum(d.total_calls), 0), 2) as answer_rate,
  round(100.0 * sum(d.qualified_leads) / nullif(sum(d.leads), 0), 2) as conversion_rate,
  round(sum(d.engagement_score_sum) / nullif(sum(d.engagement_score_count), 0), 2) as avg_engagement_score,
  round(sum(d.intent_score_sum) / nullif(sum(d.intent_score_count), 0), 2) as avg_intent_score,
  round(sum(d.urgency_score_sum) / nullif(sum(d.urgency_score_count), 0), 2) as avg_urgency_score,
  round(sum(d.budget_score_sum) / nullif(sum(d.budget_score_count), 0), 2) as avg_budget_score,
  round(sum(d.fit_score_sum) / nullif(sum(d.fit_score_count), 0), 2) as avg_fit_score,
  round(sum(d.total_score_sum) / nullif(sum(d.total_score_count), 0), 2) as avg_total_score,
  round(sum(d.credits_used)::numeric / nullif(sum(d.leads), 0), 2) as cost_per_lead
from analytics.dim_tenants t
left join analytics.agg_agent_daily d on d.tenant_id = t.tenant_id
group by t.tenant_id;

comment on view analytics.user_performance_summary is 'One row per tenant: rates and mean scores over all its days.';
comment on column analytics.user_performance_summary.tenant_id is 'The tenant.';
comment on column analytics.user_performance_summary.total_calls is 'Calls ever.';
comment on column analytics.user_performance_summary.success_rate is 'Percent of calls completed, 0 to 100; null without calls.';
comment on column analytics.user_performance_summary.answer_rate is 'Percent of calls answered, 0 to 100; null without calls.';
comment on column analytics.user_performance_summary.conversion_rate is 'Percent of leads that are qualified, 0 to 100; null without leads.';
comment on column analytics.user_performance_summary.avg_engagement_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_intent_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_urgency_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_budget_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_fit_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_total_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.cost_per_lead is 'Whole credits per lead, two decimals; null without leads.';
alter view analytics.user_performance_summary owner to app_masker;
revoke all on analytics.user_performance_summary from public;
grant select on analytics.user_performance_summary to app_analyst;
--! EndIncluded analytics/analytics.user_performance_summary.sql
--! Included analytics/analytics.call_source_analytics.sql
-- The view public.call_source_analytics for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.call_source_analytics with (security_barrier = true) as
select
  c.tenant_id,
  c.call_source,
  count(*) as total_calls,
  count(*) filter (where c.status = 'completed') as successful_calls,
  round(100.0 * count(*) filter (where c.status = 'completed') / count(*), 2) as success_rate,
  coalesce(sum(c.duration_seconds), 0) as total_duration_seconds,
  count(l.lead_id) as leads,
  count(l.lead_id) filter (where l.qualification_status = 'qualified') as qualified_leads,
  max(c.created_at) as last_call_at
from analytics.fct_calls c
left join analytics.fct_leads l on l.call_id = c.call_id
group by c.tenant_id, c.call_source;

comment on view analytics.call_source_analytics is 'One row per tenant and source that has calls.';
comment on column analytics.call_source_analytics.tenant_id is 'The tenant.';
comment on column analytics.call_source_analytics.call_source is 'phone, internet or unknown.';
comment on column analytics.call_source_analytics.total_calls is 'Calls.';
comment on column analytics.call_source_analytics.successful_calls is 'Calls completed.';
comment on column analytics.call_source_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column analytics.call_source_analytics.total_duration_seconds is 'Talk. Unit: seconds.';
comment on column analytics.call_source_analytics.leads is 'Calls with an analysis.';
comment on column analytics.call_source_analytics.qualified_leads is 'Leads that are qualified.';
comment on column analytics.call_source_analytics.last_call_at is 'When the latest of them began.';
alter view analytics.call_source_analytics owner to app_masker;
revoke all on analytics.call_source_analytics from public;
grant select on analytics.call_source_analytics to app_analyst;
--! EndIncluded analytics/analytics.call_source_analytics.sql
--! Included analytics/analytics.user_concurrency_status.sql
-- The view public.user_concurrency_status for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.user_concurrency_status with (security_barrier = true) as
select
  a.user_id as tenant_id,
  a.call_type,
  count(*) as active_calls,
  min(a.started_at) as oldest_started_at
from public.active_calls a
group by a.user_id, a.call_type;

comment on view analytics.user_concurrency_status is 'One row per tenant and kind of call with lines in use now.';
comment on column analytics.user_concurrency_status.tenant_id is 'The tenant.';
comment on column analytics.user_concurrency_status.call_type is 'direct or campaign.';
comment on column analytics.user_concurrency_status.active_calls is 'Lines in use.';
comment on column analytics.user_concurrency_status.oldest_started_at is 'When the oldest of them was taken.';
alter view analytics.user_concurrency_status owner to app_masker;
revoke all on analytics.user_concurrency_status from public;
grant select on analytics.user_concurrency_status to app_analyst;
--! EndIncluded analytics/analytics.user_concurrency_status.sql
--! Included analytics/analytics.queue_status_by_type.sql
-- The view public.queue_status_by_type for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.queue_status_by_type with (security_barrier = true) as
select
  q.user_id as tenant_id,
  q.call_type,
  q.status,
  count(*) as items,
  count(*) filter (where q.status = 'pending' and q.due) as due_items,
  min(q.created_at) as oldest_created_at,
  min(q.scheduled_for) filter (where q.status = 'pending' and not q.due) as next_scheduled_for
from public.call_queue q
group by q.user_id, q.call_type, q.status;

comment on view analytics.queue_status_by_type is 'One row per tenant, kind of call and status with items in the queue.';
comment on column analytics.queue_status_by_type.tenant_id is 'The tenant.';
comment on column analytics.queue_status_by_type.call_type is 'direct or campaign.';
comment on column analytics.queue_status_by_type.status is 'Status of the items.';
comment on column analytics.queue_status_by_type.items is 'Queue items.';
comment on column analytics.queue_status_by_type.due_items is 'Of those, pending ones whose time has come.';
comment on column analytics.queue_status_by_type.oldest_created_at is 'When the oldest of them was queued.';
comment on column analytics.queue_status_by_type.next_scheduled_for is 'When the next of those comes that wait for their time; null when none does.';
alter view analytics.queue_status_by_type owner to app_masker;
revoke all on analytics.queue_status_by_type from public;
grant select on analytics.queue_status_by_type to app_analyst;
--! EndIncluded analytics/analytics.queue_status_by_type.sql
--! Included analytics/analytics.freshness.sql
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
--! EndIncluded analytics/analytics.freshness.sql
--! Included analytics/analytics.data_dictionary.sql
-- The catalog, read for people: comments say the rest, in a form that this view takes apart.
create or replace view analytics.data_dictionary with (security_barrier = true) as
select
  c.relname::text as object,
  a.attname::text as column_name,
  format_type(a.atttypid, a.atttypmod) as data_type,
  regexp_replace(regexp_replace(col_description(c.oid, a.attnum), '^Personal data\. ', ''), '\s*Unit: [^.;]+[.;]?', '') as meaning,
  substring(col_description(c.oid, a.attnum) from 'Unit: ([^.;]+)') as unit,
  col_description(c.oid, a.attnum) like 'Personal data.%' as is_personal,
  obj_description(c.oid, 'pg_class') as one_row_per
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid
where n.nspname = 'analytics'
  and c.relkind = 'v'
  and a.attnum > 0
  and not a.attisdropped
order by c.relname, a.attnum;

comment on view analytics.data_dictionary is 'One row per column of a view of this schema.';
comment on column analytics.data_dictionary.object is 'The view.';
comment on column analytics.data_dictionary.column_name is 'The column.';
comment on column analytics.data_dictionary.data_type is 'Its type.';
comment on column analytics.data_dictionary.meaning is 'What it says.';
comment on column analytics.data_dictionary.unit is 'Unit of the number; null where there is none.';
comment on column analytics.data_dictionary.is_personal is 'True: shown only to logins with the right to personal data, else null.';
comment on column analytics.data_dictionary.one_row_per is 'Grain of the view.';
alter view analytics.data_dictionary owner to app_masker;
revoke all on analytics.data_dictionary from public;
grant select on analytics.data_dictionary to app_analyst;
--! EndIncluded analytics/analytics.data_dictionary.sql
--! Included integrity/public.audit_data_isolation.sql
-- What keeps tenants apart, table by table, as the catalog has it and as the stored rows have it. Each check is a row, also when all is well:
-- a report that lists only faults cannot be told from one that did not look.
create or replace function public.audit_data_isolation()
  returns table (relation text, check_name text, is_ok boolean, detail text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  with tables as (
    select c.oid, c.relname::text collate "C" as name, c.relrowsecurity, c.relforcerowsecurity
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and (c.relname = 'users' or exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
      ))
  ),
  strangers as materialized (
    select r.object, count(*) as found, min(r.detail) as example
    from public.references_between_tenants() r
    group by r.object
  )
  select t.name, 'row_security', t.relrowsecurity and t.relforcerowsecurity,
    case when t.relforcerowsecurity and t.relrowsecurity then 'forced' when t.relrowsecurity then 'on, but not for the owner' else 'off' end
  from tables t
  union all
  select t.name, 'policies_of_tenants', coalesce(p.ok, true), coalesce(p.policies, 'none: tenants see no row')
  from tables t
  left join lateral (
    select
      bool_and(concat(pg_get_expr(x.polqual, x.polrelid), pg_get_expr(x.polwithcheck, x.polrelid))
        like case when x.polroles = array['app_masker'::regrole::oid] then '%granted_tenants()%' else '%current_user_id()%' end) as ok,
      string_agg(format('%s: %s', x.polname, coalesce(pg_get_expr(x.polqual, x.polrelid), pg_get_expr(x.polwithcheck, x.polrelid))), '; ' order by x.polname collate "C") as policies
    from pg_policy x
    where x.polrelid = t.oid and not x.polroles <@ array['app_definer'::regrole::oid]
  ) p on true
  union all
  select t.name, 'rights_of_public', not has_any.found, case when has_any.found then 'PUBLIC may use it' else 'none' end
  from tables t
  cross join lateral (
    select exists (select from pg_class c cross join lateral aclexplode(c.relacl) x where c.oid = t.oid and x.grantee = 0) as found
  ) has_any
  union all
  select t.name, 'keys_carry_tenant', coalesce(k.ok, true), coalesce(k.keys, 'refers to no other table of tenants')
  from tables t
  left join lateral (
    select
      bool_and(exists (select from pg_attribute a where a.attrelid = x.conrelid and a.attnum = any (x.conkey) and a.attname = 'user_id')) as ok,
      string_agg(x.conname, ', ' order by x.conname collate "C") as keys
    from pg_constraint x
    join tables r on r.oid = x.confrelid
    where x.conrelid = t.oid and x.contype = 'f' and r.name <> 'users'
  ) k on true
  union all
  select t.name, 'stored_references', s.found is null, coalesce(format('%s rows lead to another tenant, such as: %s', s.found, s.example), 'all stay with their tenant')
  from tables t
  left join strangers s on s.object = t.name
  order by 1, 2
$function$;
comment on function public.audit_data_isolation is
  'One row per table of tenants and check (row_security, policies_of_tenants, rights_of_public, keys_carry_tenant, stored_references): whether it holds, and what was found. Called by hand and by the pages of administrators.';
revoke all on function public.audit_data_isolation from public;
grant execute on function public.audit_data_isolation to app_worker;
alter function public.audit_data_isolation owner to app_definer;
--! EndIncluded integrity/public.audit_data_isolation.sql

--! split: 50-reference.sql
-- What the reference names beside: references of customers, use of sessions.
--! Included leads/public.generate_customer_reference.sql
-- Random, so that the references of two customers tell nobody how many there are between them. 48 random bits: among a million customers
-- the next one meets a reference that is taken once in 280 million times, and then the unique key refuses it.
create or replace function public.generate_customer_reference()
  returns varchar
  language sql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select format('C-%s-%s-%s', substr(r.digits, 1, 4), substr(r.digits, 5, 4), substr(r.digits, 9, 4))
  from (select upper(replace(gen_random_uuid()::text, '-', '')) as digits) r
$function$;
comment on function public.generate_customer_reference is
  'A new reference for a customer, such as C-1F09-A2C4-77DE. Called by set_customer_reference.';
revoke all on function public.generate_customer_reference from public;
grant execute on function public.generate_customer_reference to app_definer;
--! EndIncluded leads/public.generate_customer_reference.sql
--! Included leads/public.set_customer_reference.sql
create or replace function public.set_customer_reference()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  while new.customer_reference is null loop
    new.customer_reference := public.generate_customer_reference();
    if exists (select from public.customers c where c.customer_reference = new.customer_reference) then
      new.customer_reference := null;
    end if;
  end loop;
  return new;
end
$function$;
comment on function public.set_customer_reference is
  'Trigger: gives a new customer a reference that no other has, unless it brings one.';
revoke all on function public.set_customer_reference from public;
alter function public.set_customer_reference owner to app_definer;
--! EndIncluded leads/public.set_customer_reference.sql
--! Included leads/public.customers.triggers.sql
-- All side effects of a write to customers, in firing order.
create or replace trigger update_customers_updated_at
  before update on public.customers
  for each row execute function public.update_updated_at_column();
comment on trigger update_customers_updated_at on public.customers is
  'Stamps updated_at of every changed row.';

create or replace trigger trigger_generate_customer_reference
  before insert on public.customers
  for each row execute function public.set_customer_reference();
comment on trigger trigger_generate_customer_reference on public.customers is 'Gives each new customer its reference.';
--! EndIncluded leads/public.customers.triggers.sql
--! Included accounts/public.update_session_last_used.sql
-- No trigger can see a session being read; what changes a session (its renewal) has used it, though.
create or replace function public.update_session_last_used()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  new.last_used_at := greatest(new.last_used_at, now());
  return new;
end
$function$;
comment on function public.update_session_last_used is
  'Trigger of user_sessions: a session that changes has been used.';
revoke all on function public.update_session_last_used from public;
--! EndIncluded accounts/public.update_session_last_used.sql
--! Included accounts/public.user_sessions.triggers.sql
-- Everything that a write to user_sessions sets off.
create or replace trigger update_session_last_used
  before update on public.user_sessions
  for each row execute function public.update_session_last_used();
comment on trigger update_session_last_used on public.user_sessions is 'A session that changes has been used.';
--! EndIncluded accounts/public.user_sessions.triggers.sql

--! split: 60-watchdog.sql
-- What analysts may not exceed, whatever they set for themselves.
insert into public.system_config (key, value, description) values
  ('analysts.max_statement_seconds', '60', 'How long a statement of an analyst may run before it is cancelled. Unit: seconds.'),
  ('analysts.max_idle_seconds', '30', 'How long an analyst may sit in an open transaction before the session is ended. Unit: seconds.')
on conflict (key) do nothing;
grant usage on schema public to app_watchdog;
--! Included platform/public.setting.sql
-- The one reader of numbers in system_config: a limit, minute or price stands in no function body.
create or replace function public.setting(p_key text)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_value text;
begin
  select c.value
  into v_value
  from public.system_config c
  where c.key = p_key;

  if v_value is null or v_value !~ '^-?[0-9]{1,9}$' then
    raise sqlstate 'VC500' using
      message = 'setting_missing',
      detail = format('system_config has no whole number under %s', p_key),
      hint = 'The installation is not configured completely; an administrator has to set this value.';
  end if;
  return v_value::integer;
end
$function$;
comment on function public.setting is
  'A whole number of system_config; its unit stands in the row. Raises setting_missing.';
revoke all on function public.setting from public;
grant execute on function public.setting to app_definer, app_user, app_watchdog;
--! EndIncluded platform/public.setting.sql
--! Included platform/public.system_config.sql
-- The numbers of the product: limits, minutes, pulses, prices. It has no tenant and holds no secret (a check on the key sees to
-- that), so everybody signed in may read it and row security is not needed; only migrations and functions write.

comment on table public.system_config is
  'One row per setting of the installation: the only home of limits, durations and prices.';
comment on column public.system_config.key is 'Name of the setting, written group.name, for example dial.tenant_max_concurrent.';
comment on column public.system_config.value is 'The value as text; the reader of the setting casts it to the unit that the description names.';
comment on column public.system_config.description is 'What the setting does, with unit, bounds and default; null when nobody has described it.';
comment on column public.system_config.updated_at is 'When the value was last changed; written by whoever changes it.';

grant select on public.system_config to app_user;
grant select, insert, update, delete on public.system_config to app_definer;
grant select on public.system_config to app_masker, app_watchdog;
--! EndIncluded platform/public.system_config.sql
--! Included platform/public.end_long_analyst_queries.sql
-- The time-outs of a role may be lifted by that role; this may not. Runs as a member of all analysts' logins, which is all the right it takes
-- to end their statements, also on servers where nobody is a superuser.
create or replace function public.end_long_analyst_queries(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_statement interval := public.setting('analysts.max_statement_seconds') * interval '1 second';
  v_idle interval := public.setting('analysts.max_idle_seconds') * interval '1 second';
  v_ended integer;
begin
  select count(*)::integer
  into v_ended
  from pg_stat_activity a
  cross join lateral (
    select case
      when a.state = 'active' and a.query_start < p_now - v_statement then pg_cancel_backend(a.pid)
      when a.state like 'idle in transaction%' and a.state_change < p_now - v_idle then pg_terminate_backend(a.pid)
    end as is_ended
  ) e
  where a.datname = current_database()
    and a.usesysid in (select m.member from pg_auth_members m where m.roleid = 'app_analyst'::regrole)
    and pg_has_role('app_watchdog', a.usesysid, 'usage')
    and e.is_ended;
  return v_ended;
end
$function$;
comment on function public.end_long_analyst_queries is
  'Cancels statements of analysts that run longer than analysts.max_statement_seconds and ends their sessions that are idle within a transaction for longer than analysts.max_idle_seconds; returns how many. Scheduled every minute.';
revoke all on function public.end_long_analyst_queries from public;
grant execute on function public.end_long_analyst_queries to app_worker;
grant create on schema public to app_watchdog;
alter function public.end_long_analyst_queries owner to app_watchdog;
revoke create on schema public from app_watchdog;
--! EndIncluded platform/public.end_long_analyst_queries.sql

--! split: 70-accounts.sql
create table public.login_limits (
  key varchar(100) not null,
  tries integer not null,
  window_began_at timestamptz not null,
  constraint login_limits_pkey primary key (key),
  constraint login_limits_tries_check check (tries >= 0)
);
insert into public.system_config (key, value, description) values
  ('login.window_minutes', '15', 'How long tries to sign in are counted together. Unit: minutes.'),
  ('login.max_tries_pair', '10', 'Wrong tries for one account from one network address within that time. Unit: tries.'),
  ('login.max_tries_account', '50', 'Wrong tries for one account from anywhere within that time. Unit: tries.'),
  ('login.max_tries_address', '200', 'Wrong tries from one network address for any account within that time. Unit: tries.')
on conflict (key) do nothing;

--! Included accounts/public.login_limits.sql
-- How often somebody has tried lately: one counter for an address of an account from one network address, one for the account, one for the
-- network address. A row and its lock, so that twenty tries at once are twenty. Functions only.

comment on table public.login_limits is
  'One row per thing that is tried at sign-in: account and network address together, and each alone.';
comment on column public.login_limits.key is 'What is counted: pair, account or address, and a hash of it.';
comment on column public.login_limits.tries is 'Tries since window_began_at that have not led to a sign-in.';
comment on column public.login_limits.window_began_at is 'When counting began; after login.window_minutes it begins anew.';

grant select, insert, update, delete on public.login_limits to app_definer;
--! EndIncluded accounts/public.login_limits.sql
--! Included accounts/public.login_limit_key.sql
create or replace function public.login_limit_key(p_kind text, p_what text)
  returns text
  language sql
  immutable
  parallel safe
  return p_kind || ' ' || encode(sha256(convert_to(coalesce(p_what, ''), 'UTF8')), 'hex');
comment on function public.login_limit_key is
  'Key of a row of login_limits: the kind and a hash of what is counted, so that no address is kept. Called by count_login_try and forget_login_tries.';
revoke all on function public.login_limit_key from public;
grant execute on function public.login_limit_key to app_definer;
--! EndIncluded accounts/public.login_limit_key.sql
--! Included accounts/public.count_try.sql
create or replace function public.count_try(p_key text, p_window interval, p_now timestamptz)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.login_limits as l (key, tries, window_began_at)
  values (p_key, 1, p_now)
  on conflict (key) do update
  set tries = case when l.window_began_at <= p_now - p_window then 1 else l.tries + 1 end,
      window_began_at = case when l.window_began_at <= p_now - p_window then p_now else l.window_began_at end
  returning l.tries
$function$;
comment on function public.count_try is
  'Adds a try to a counter whose window may be over, and returns how many there are in the window. Called by count_login_try.';
revoke all on function public.count_try from public;
grant execute on function public.count_try to app_definer;
--! EndIncluded accounts/public.count_try.sql
--! Included accounts/public.count_login_try.sql
-- Counted before anything is compared, whether or not there is such an account. The three rows are locked in one order. A refused try raises,
-- which takes its own count back: the counter stands at its limit until the window is over, so nobody is locked out for good, and the
-- strict limit is for the pair, so that a stranger elsewhere does not lock the owner out.
create or replace function public.count_login_try(p_email text, p_ip_address inet, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_window interval := public.setting('login.window_minutes') * interval '1 minute';
begin
  perform 1
  from (
    values
      ('1 pair', lower(btrim(p_email)) || ' ' || host(p_ip_address), public.setting('login.max_tries_pair')),
      ('2 account', lower(btrim(p_email)), public.setting('login.max_tries_account')),
      ('3 address', host(p_ip_address), public.setting('login.max_tries_address'))
  ) as k (kind, what, most)
  cross join lateral public.count_try(public.login_limit_key(k.kind, k.what), v_window, p_now) as t (tries)
  where t.tries > k.most;
  if found then
    raise sqlstate 'VC429' using
      message = 'too_many_tries',
      hint = 'There have been too many tries. Wait a quarter of an hour and try again.';
  end if;
end
$function$;
comment on function public.count_login_try is
  'Counts a try to prove who one is, for the account, the network address and both together. Called by sign_in and change_password. Raises too_many_tries.';
revoke all on function public.count_login_try from public;
alter function public.count_login_try owner to app_definer;
--! EndIncluded accounts/public.count_login_try.sql
--! Included accounts/public.forget_login_tries.sql
-- A try that was right is none to be counted. The pair begins anew; of the others only this try goes, because a right password says nothing
-- about the tries of others on this account or from this address.
create or replace function public.forget_login_tries(p_email text, p_ip_address inet)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from public.login_limits l
  where l.key = public.login_limit_key('1 pair', lower(btrim(p_email)) || ' ' || host(p_ip_address));
  update public.login_limits l
  set tries = greatest(l.tries - 1, 0)
  where l.key in (public.login_limit_key('2 account', lower(btrim(p_email))), public.login_limit_key('3 address', host(p_ip_address)));
end
$function$;
comment on function public.forget_login_tries is
  'Takes a right try out of the counters. Called by sign_in and change_password, which have counted it.';
revoke all on function public.forget_login_tries from public;
alter function public.forget_login_tries owner to app_definer;
--! EndIncluded accounts/public.forget_login_tries.sql
--! Included accounts/public.cleanup_old_login_attempts.sql
create or replace function public.cleanup_old_login_attempts(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.login_attempts l
  where l.attempted_at < p_now - public.setting('login_attempts.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  delete from public.login_limits l where l.window_began_at < p_now - interval '1 day';
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_login_attempts is
  'Deletes sign-in attempts older than login_attempts.keep_days; returns how many. Counters of the day before go too. Scheduled daily.';
revoke all on function public.cleanup_old_login_attempts from public;
grant execute on function public.cleanup_old_login_attempts to app_worker;
alter function public.cleanup_old_login_attempts owner to app_definer;
--! EndIncluded accounts/public.cleanup_old_login_attempts.sql
--! Included accounts/api.sign_in.sql
-- Opens a session when the hash computed from the typed password equals the stored one. The API hashes, the database
-- compares and decides: whoever has only the API's database password can open no session. Wrong address and wrong
-- password are one answer.
create or replace function api.sign_in(
  p_email text,
  p_password_hash text,
  p_token_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz default now()
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid;
  v_session_id uuid;
begin
  perform public.count_login_try(p_email, p_ip_address, p_now);
  select u.id
  into v_user_id
  from public.users u
  where u.email = lower(btrim(p_email))
    and u.password_hash = p_password_hash
    and u.is_active;

  insert into public.login_attempts (email, ip_address, success, attempted_at)
  values (left(lower(btrim(p_email)), 255), p_ip_address, v_user_id is not null, p_now);
  if v_user_id is null then
    return null;
  end if;
  perform public.forget_login_tries(p_email, p_ip_address);

  insert into public.user_sessions (user_id, token, expires_at, last_used_at, ip_address, user_agent, created_at)
  values (
    v_user_id,
    p_token_hash,
    p_now + public.setting('session.lifetime_hours') * interval '1 hour',
    p_now,
    p_ip_address,
    left(p_user_agent, 500),
    p_now
  )
  returning id into v_session_id;
  return v_session_id;
end
$function$;
comment on function api.sign_in is
  'Opens a session under the SHA-256 of its token and returns its id; null when address or password are wrong or the account is switched off. Every try is recorded in login_attempts. Raises too_many_tries.';
revoke all on function api.sign_in from public;
grant execute on function api.sign_in to app_api;
alter function api.sign_in owner to app_definer;
--! EndIncluded accounts/api.sign_in.sql
--! Included accounts/public.current_session_id.sql
-- Which of a person's sessions this is. See current_user_id.
create or replace function public.current_session_id()
  returns uuid
  language plpgsql
  stable
  parallel safe
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_session_id uuid;
begin
  select s.id
  into v_session_id
  from public.user_sessions s
  where s.token = encode(sha256(convert_to(coalesce(current_setting('app.session_token', true), ''), 'UTF8')), 'hex')
    and s.expires_at > now();
  return v_session_id;
end
$function$;
comment on function public.current_session_id is
  'The session of the token in app.session_token, null for none. Called by api.sessions and by functions that spare the current session.';
revoke all on function public.current_session_id from public;
grant execute on function public.current_session_id to app_user;
alter function public.current_session_id owner to app_definer;
--! EndIncluded accounts/public.current_session_id.sql
--! Included accounts/api.sessions.sql
create or replace view api.sessions with (security_invoker = true) as
select
  s.id,
  s.id = (select public.current_session_id()) as is_current,
  host(s.ip_address) as ip_address,
  s.user_agent,
  s.created_at,
  s.last_used_at,
  s.expires_at
from public.user_sessions s
where s.expires_at > now();
comment on view api.sessions is 'One row per open session of the signed-in person.';
comment on column api.sessions.id is 'The session.';
comment on column api.sessions.is_current is E'True: the one that asks.\n@notNull';
comment on column api.sessions.ip_address is 'Where it was opened.';
comment on column api.sessions.user_agent is 'Browser that opened it, as it names itself.';
comment on column api.sessions.created_at is 'When the person signed in.';
comment on column api.sessions.last_used_at is 'When it was last used, exact to a minute.';
comment on column api.sessions.expires_at is 'When it ends by itself.';
grant select on api.sessions to app_user, app_definer;
--! EndIncluded accounts/api.sessions.sql
--! Included accounts/api.list_sessions.sql
create or replace function api.list_sessions()
  returns setof api.sessions
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select s.* from api.sessions s order by s.is_current desc, s.last_used_at desc nulls last, s.id;
end
$function$;
comment on function api.list_sessions is
  'The person''s open sessions, the current one first. Raises not_signed_in.';
revoke all on function api.list_sessions from public;
grant execute on function api.list_sessions to app_user;
--! EndIncluded accounts/api.list_sessions.sql
--! Included accounts/public.end_sessions.sql
-- A deleted row opens nothing from the next statement on; the live event has open tabs ask, and be refused.
create or replace function public.end_sessions(p_user_id uuid, p_session_ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ended integer;
begin
  delete from public.user_sessions s
  where s.user_id = p_user_id and s.id = any (p_session_ids);
  get diagnostics v_ended = row_count;
  if v_ended > 0 then
    insert into public.ui_events (user_id, topic) values (p_user_id, 'session');
  end if;
  return v_ended;
end
$function$;
comment on function public.end_sessions is
  'Ends those of the given sessions that are a person''s and returns how many. Called by functions that end sessions.';
revoke all on function public.end_sessions from public;
alter function public.end_sessions owner to app_definer;
--! EndIncluded accounts/public.end_sessions.sql
--! Included accounts/api.revoke_session.sql
create or replace function api.revoke_session(p_session_id uuid)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  if public.end_sessions(v_user_id, array[p_session_id]) = 0 then
    raise sqlstate 'VC404' using
      message = 'session_not_found',
      detail = format('session %s', p_session_id),
      hint = 'This session has ended already.';
  end if;
end
$function$;
comment on function api.revoke_session is
  'Ends one of the person''s sessions at once. Raises not_signed_in, session_not_found.';
revoke all on function api.revoke_session from public;
grant execute on function api.revoke_session to app_user;
alter function api.revoke_session owner to app_definer;
--! EndIncluded accounts/api.revoke_session.sql
--! Included accounts/api.revoke_other_sessions.sql
create or replace function api.revoke_other_sessions()
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return public.end_sessions(v_user_id, array(
    select s.id from public.user_sessions s where s.user_id = v_user_id and s.id <> public.current_session_id()
  ));
end
$function$;
comment on function api.revoke_other_sessions is
  'Ends all sessions of the person but the current one and returns how many. Raises not_signed_in.
@notNull';
revoke all on function api.revoke_other_sessions from public;
grant execute on function api.revoke_other_sessions to app_user;
alter function api.revoke_other_sessions owner to app_definer;
--! EndIncluded accounts/api.revoke_other_sessions.sql
--! Included accounts/api.touch_session.sql
-- Reading writes nothing, so being used is noted apart, by the API and at most once a minute.
create or replace function api.touch_session(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  update public.user_sessions s
  set last_used_at = p_now
  where s.id = public.current_session_id()
    and (s.last_used_at is null or s.last_used_at < p_now - interval '1 minute');
end
$function$;
comment on function api.touch_session is
  'Notes that the current session is used, at most once a minute. Raises not_signed_in.';
revoke all on function api.touch_session from public;
grant execute on function api.touch_session to app_user;
alter function api.touch_session owner to app_definer;
--! EndIncluded accounts/api.touch_session.sql
--! Included accounts/api.change_password.sql
-- The API hashes, the database compares, as in sign_in. Whoever has learned the old password is thrown out with it: all other sessions end.
-- A wrong old password is counted like a wrong sign-in, so a stolen session cannot guess on.
create or replace function api.change_password(p_old_hash text, p_new_hash text, p_ip_address inet, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_email text;
begin
  if p_new_hash is null or p_new_hash !~ '^\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$' then
    raise sqlstate 'VC400' using
      message = 'password_hash_invalid',
      hint = 'The new password could not be taken.';
  end if;
  select u.email into v_email from public.users u where u.id = v_user_id;
  perform public.count_login_try(v_email, p_ip_address, p_now);
  update public.users u
  set password_hash = p_new_hash
  where u.id = v_user_id and u.password_hash = p_old_hash;
  if not found then
    insert into public.login_attempts (email, ip_address, success, attempted_at) values (v_email, p_ip_address, false, p_now);
    return false;
  end if;
  perform public.forget_login_tries(v_email, p_ip_address);
  perform public.end_sessions(v_user_id, array(
    select s.id from public.user_sessions s where s.user_id = v_user_id and s.id <> public.current_session_id()
  ));
  return true;
end
$function$;
comment on function api.change_password is
  'Replaces the person''s password hash and ends all other sessions; false, and nothing changed, when the old one is wrong. Raises not_signed_in, password_hash_invalid, too_many_tries.
@notNull';
revoke all on function api.change_password from public;
grant execute on function api.change_password to app_user;
alter function api.change_password owner to app_definer;
--! EndIncluded accounts/api.change_password.sql

-- Bounds where the first descriptions name none: what an administrator may choose.
update public.system_config c
set description = btrim(c.description) || format(' Bounds: %s to %s.', b.least, b.most)
from (
  values
    ('dial.http_timeout_ms', 1000, 60000), ('dial.fence_margin_ms', 1000, 120000), ('dial.lease_ms', 5000, 600000), ('dial.heartbeat_ms', 1000, 60000),
    ('dial.reconcile_ms', 5000, 600000), ('dial.settle_ms', 5000, 3600000), ('dial.silence_ms', 10000, 3600000), ('dial.gets_per_second', 1, 100),
    ('dial.busy_number_defer_seconds', 10, 86400), ('dial.default_call_terminate_seconds', 30, 3600), ('dial.call_grace_seconds', 0, 600),
    ('bolna.min_conversation_seconds', 0, 60), ('session.lifetime_hours', 1, 720), ('ui_events.keep_minutes', 5, 1440), ('webhook_events.keep_days', 1, 365),
    ('login_attempts.keep_days', 1, 365), ('import.chunk_lines', 100, 100000), ('analysts.max_statement_seconds', 1, 3600), ('analysts.max_idle_seconds', 1, 3600),
    ('login.window_minutes', 1, 1440), ('login.max_tries_pair', 3, 1000), ('login.max_tries_account', 10, 10000), ('login.max_tries_address', 10, 100000)
) as b (key, least, most)
where c.key = b.key and c.description not like '%Bounds:%';

set local check_function_bodies = off;
--! Included accounts/public.require_reason.sql
create or replace function public.require_reason(p_reason text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if coalesce(length(btrim(p_reason)), 0) not between 1 and 1000 then
    raise sqlstate 'VC400' using
      message = 'reason_missing',
      hint = 'Say why, in 1 to 1000 characters: whoever looks at this later will want to know.';
  end if;
  return btrim(p_reason);
end
$function$;
comment on function public.require_reason is
  'The reason without blanks around it. Called by functions that change what was decided before. Raises reason_missing.';
revoke all on function public.require_reason from public;
grant execute on function public.require_reason to app_definer;
--! EndIncluded accounts/public.require_reason.sql
--! Included leads/api.override_lead.sql
create or replace function api.override_lead(p_lead_id uuid, p_field text, p_value text, p_reason text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_reason text := public.require_reason(p_reason);
  v_call_id uuid := public.lock_own_lead(p_lead_id, v_user_id);
  v_rule public.lead_fields;
  v_value jsonb;
  v_lead api.leads;
begin
  select f.* into v_rule from public.lead_fields f where f.field = p_field order by f.category limit 1;
  if not found then
    raise sqlstate 'VC400' using
      message = 'lead_field_unknown',
      detail = format('field %s', p_field),
      hint = 'This field of a lead cannot be decided by a person.';
  end if;
  v_value := public.lead_value(v_rule.kind, v_rule.words, p_value);
  if v_value is null and nullif(btrim(p_value), '') is not null then
    raise sqlstate 'VC400' using
      message = 'lead_value_invalid',
      detail = format('%s of kind %s', p_field, v_rule.kind),
      hint = 'This value does not fit the field: a score is a number from 0 to 100, a day is written like 2031-05-30, an instant like 2031-05-30T14:00:00Z, and a choice is one of the listed words.';
  end if;
  insert into public.lead_overrides as o (lead_id, user_id, field, value, reason, created_at)
  values (p_lead_id, v_user_id, p_field, coalesce(v_value, 'null'), v_reason, p_now)
  on conflict (lead_id, field, user_id) do update set value = excluded.value, reason = excluded.reason, created_at = excluded.created_at;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.override_lead is
  'Puts a person''s value, with the reason, over that of the analysis; an empty value says that there is none. Returns the lead. Raises not_signed_in, lead_not_found, lead_field_unknown, lead_value_invalid, reason_missing.';
revoke all on function api.override_lead from public;
grant execute on function api.override_lead to app_user;
alter function api.override_lead owner to app_definer;
--! EndIncluded leads/api.override_lead.sql
--! Included accounts/public.require_super_admin.sql
-- See require_admin. For what decides over administrators and over the whole installation.
create or replace function public.require_super_admin()
  returns uuid
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  if not exists (select from public.users u where u.id = v_user_id and u.role = 'super_admin') then
    raise sqlstate 'VC403' using
      message = 'super_admin_only',
      hint = 'Only super administrators may do this.';
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_super_admin is
  'The id of the signed-in super administrator. Raises not_signed_in, super_admin_only.';
revoke all on function public.require_super_admin from public;
grant execute on function public.require_super_admin to app_user;
alter function public.require_super_admin owner to app_definer;
--! EndIncluded accounts/public.require_super_admin.sql
--! Included accounts/public.write_audit.sql
-- In the transaction of the act, so that neither is without the other.
create or replace function public.write_audit(
  p_action text,
  p_resource_type text,
  p_resource_id text,
  p_target_user_id uuid,
  p_details jsonb,
  p_now timestamptz
)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at)
  select s.user_id, p_target_user_id, p_action, p_resource_type, p_resource_id, p_details, s.ip_address, s.user_agent, p_now
  from public.user_sessions s
  where s.id = public.current_session_id()
$function$;
comment on function public.write_audit is
  'Writes what the signed-in administrator does; address and browser are those of the session. Called by the functions of administrators.';
revoke all on function public.write_audit from public;
alter function public.write_audit owner to app_definer;
--! EndIncluded accounts/public.write_audit.sql
--! Included accounts/public.lock_user.sql
-- Whoever changes what an account may do holds its row first, and those of all super administrators, in the order of their ids: two who
-- each remove the other cannot both succeed, because the second counts after the first.
create or replace function public.lock_user(p_user_id uuid)
  returns public.users
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user public.users;
begin
  perform 1 from public.users u where u.role = 'super_admin' or u.id = p_user_id order by u.id for no key update;
  select u.* into v_user from public.users u where u.id = p_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  return v_user;
end
$function$;
comment on function public.lock_user is
  'Locks an account and all super administrators and returns the account. Called by set_tenant_active and set_user_role. Raises user_not_found.';
revoke all on function public.lock_user from public;
alter function public.lock_user owner to app_definer;
--! EndIncluded accounts/public.lock_user.sql
--! Included accounts/public.require_another_super_admin.sql
create or replace function public.require_another_super_admin(p_user_id uuid)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from public.users u where u.role = 'super_admin' and u.is_active and u.id <> p_user_id) then
    raise sqlstate 'VC409' using
      message = 'last_super_admin',
      hint = 'This is the last active super administrator; make another one first.';
  end if;
end
$function$;
comment on function public.require_another_super_admin is
  'Nothing when an active super administrator besides this one exists. Called under lock_user. Raises last_super_admin.';
revoke all on function public.require_another_super_admin from public;
alter function public.require_another_super_admin owner to app_definer;
--! EndIncluded accounts/public.require_another_super_admin.sql
--! Included accounts/api.tenants.sql
-- Of all tenants, for administrators: only functions that ask for the role read it.
create or replace view api.tenants with (security_invoker = true) as
select
  u.id,
  u.email,
  u.name,
  u.company,
  u.role,
  u.is_active,
  public.get_user_timezone(u.id) as timezone,
  u.credits,
  coalesce((select sum(h.amount) from public.credit_holds h where h.user_id = u.id), 0)::integer as held_credits,
  d.max_concurrent_calls as own_lines_limit,
  coalesce(d.max_concurrent_calls, public.setting('dial.tenant_max_concurrent')) as lines_limit,
  public.get_user_active_calls_count(u.id) as lines_in_use,
  coalesce(a.total_calls, 0) as calls_today,
  coalesce(a.answered_calls, 0) as answered_today,
  (select max(c.created_at) from public.calls c where c.user_id = u.id) as last_call_at,
  (select max(s.created_at) from public.user_sessions s where s.user_id = u.id) as last_sign_in_at,
  u.created_at
from public.users u
left join public.tenant_dispatch d on d.user_id = u.id
left join public.user_analytics a on a.user_id = u.id and a.date = (now() at time zone public.get_user_timezone(u.id))::date;
comment on view api.tenants is 'One row per account.';
comment on column api.tenants.id is 'The account, which is the tenant.';
comment on column api.tenants.email is 'Address used to sign in.';
comment on column api.tenants.name is 'Name of the person.';
comment on column api.tenants.company is 'Company.';
comment on column api.tenants.role is 'user, admin or super_admin.';
comment on column api.tenants.is_active is 'False: switched off; nobody signs in and nothing is dialed.';
comment on column api.tenants.timezone is E'IANA zone of its days.\n@notNull';
comment on column api.tenants.credits is 'Balance. Unit: credits.';
comment on column api.tenants.held_credits is E'Reserved by calls in progress. Unit: credits.\n@notNull';
comment on column api.tenants.own_lines_limit is 'Limit of its own; null: the default. Unit: calls.';
comment on column api.tenants.lines_limit is E'Calls that may run at once. Unit: calls.\n@notNull';
comment on column api.tenants.lines_in_use is E'Calls that run now. Unit: calls.\n@notNull';
comment on column api.tenants.calls_today is E'Calls of its local day.\n@notNull';
comment on column api.tenants.answered_today is E'Of those, answered ones.\n@notNull';
comment on column api.tenants.last_call_at is 'When its latest call began.';
comment on column api.tenants.last_sign_in_at is 'When the youngest of its sessions was opened; null when there is none.';
comment on column api.tenants.created_at is 'When the account was opened.';
grant select on api.tenants to app_definer;
--! EndIncluded accounts/api.tenants.sql
--! Included accounts/public.find_tenant.sql
create or replace function public.find_tenant(p_user_id uuid)
  returns api.tenants
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_tenant api.tenants;
begin
  select t.* into v_tenant from api.tenants t where t.id = p_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  return v_tenant;
end
$function$;
comment on function public.find_tenant is
  'An account as administrators see it. Called by their functions, after they have asked for the role. Raises user_not_found.';
revoke all on function public.find_tenant from public;
alter function public.find_tenant owner to app_definer;
--! EndIncluded accounts/public.find_tenant.sql
--! Included accounts/api.list_tenants.sql
create or replace function api.list_tenants(p_search text default null, p_after_email text default null, p_limit integer default 50)
  returns setof api.tenants
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_text text := lower(btrim(coalesce(p_search, '')));
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_admin();
  return query
  select t.*
  from api.tenants t
  where (p_after_email is null or t.email > p_after_email)
    and (
      v_text = ''
      or strpos(lower(concat_ws(' ', t.email, t.name, t.company)), v_text) > 0
      or exists (select from public.calls c where c.user_id = t.id and c.bolna_execution_id = btrim(p_search))
      or (length(v_digits) >= 6 and exists (select from public.phone_numbers n where n.user_id = t.id and strpos(n.phone_number, v_digits) > 0))
    )
  order by t.email
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_tenants is
  'A page of accounts by e-mail address; the next one begins after the last address. Search takes part of an address, name or company, a number of theirs, or the id of one of their calls at the provider. Raises not_signed_in, admin_only.';
revoke all on function api.list_tenants from public;
grant execute on function api.list_tenants to app_user;
alter function api.list_tenants owner to app_definer;
--! EndIncluded accounts/api.list_tenants.sql
--! Included accounts/api.get_tenant.sql
create or replace function api.get_tenant(p_user_id uuid)
  returns api.tenants
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.get_tenant is
  'One account. Raises not_signed_in, admin_only, user_not_found.';
revoke all on function api.get_tenant from public;
grant execute on function api.get_tenant to app_user;
alter function api.get_tenant owner to app_definer;
--! EndIncluded accounts/api.get_tenant.sql
--! Included accounts/api.set_tenant_active.sql
-- Switching off takes effect at once: sessions end, and neither claim nor fence lets a call of a switched-off account through.
create or replace function api.set_tenant_active(p_user_id uuid, p_is_active boolean, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_user public.users;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  v_user := public.lock_user(p_user_id);
  if v_user.role <> 'user' then
    perform public.require_super_admin();
  end if;
  if v_user.role = 'super_admin' and not p_is_active then
    perform public.require_another_super_admin(p_user_id);
  end if;
  if v_user.is_active <> p_is_active then
    update public.users u set is_active = p_is_active where u.id = p_user_id;
    if p_is_active then
      perform public.wake_tenants(array[p_user_id]);
    else
      perform public.end_sessions(p_user_id, array(select s.id from public.user_sessions s where s.user_id = p_user_id));
    end if;
    perform public.write_audit(
      case when p_is_active then 'user_switched_on' else 'user_switched_off' end, 'user', p_user_id::text, p_user_id,
      jsonb_build_object('reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_tenant_active is
  'Switches an account on or off and returns it; accounts of administrators only by a super administrator. Raises not_signed_in, admin_only, reason_missing, user_not_found, super_admin_only, last_super_admin.';
revoke all on function api.set_tenant_active from public;
grant execute on function api.set_tenant_active to app_user;
alter function api.set_tenant_active owner to app_definer;
--! EndIncluded accounts/api.set_tenant_active.sql
--! Included accounts/api.set_user_role.sql
create or replace function api.set_user_role(p_user_id uuid, p_role text, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_user public.users;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  v_user := public.lock_user(p_user_id);
  -- Asked again under the lock: another super administrator may have taken this one's role meanwhile.
  perform public.require_super_admin();
  if v_user.role = 'super_admin' and p_role <> 'super_admin' then
    perform public.require_another_super_admin(p_user_id);
  end if;
  if v_user.role <> p_role then
    update public.users u set role = p_role where u.id = p_user_id;
    perform public.write_audit(
      'user_role_changed', 'user', p_user_id::text, p_user_id,
      jsonb_build_object('from', v_user.role, 'to', p_role, 'reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_user_role is
  'Gives an account another role and returns it. Raises not_signed_in, super_admin_only, reason_missing, user_not_found, last_super_admin.
@words p_role users.role';
revoke all on function api.set_user_role from public;
grant execute on function api.set_user_role to app_user;
alter function api.set_user_role owner to app_definer;
--! EndIncluded accounts/api.set_user_role.sql
--! Included accounts/api.adjust_credits.sql
create or replace function api.adjust_credits(p_user_id uuid, p_amount integer, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  if p_amount is null or p_amount not between -1000000 and 1000000 or p_amount = 0 then
    raise sqlstate 'VC400' using
      message = 'amount_invalid',
      detail = format('amount %s', p_amount),
      hint = 'The amount is a whole number from -1,000,000 to 1,000,000 and not 0.';
  end if;
  perform public.add_credits(p_user_id, p_amount, 'adjustment', v_reason, p_now);
  perform public.write_audit(
    'credits_adjusted', 'user', p_user_id::text, p_user_id, jsonb_build_object('amount', p_amount, 'reason', v_reason), p_now
  );
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.adjust_credits is
  'Adds credits to an account, or takes them with a negative amount, and returns it. Raises not_signed_in, admin_only, reason_missing, amount_invalid, user_not_found, credits_are_held.';
revoke all on function api.adjust_credits from public;
grant execute on function api.adjust_credits to app_user;
alter function api.adjust_credits owner to app_definer;
--! EndIncluded accounts/api.adjust_credits.sql
--! Included accounts/api.preview_lines_limit.sql
create or replace function api.preview_lines_limit(p_user_id uuid, p_lines integer default null)
  returns table (lines_limit integer, lines_in_use integer, effect text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_tenant api.tenants;
  v_limit integer;
  v_system integer := public.setting('dial.system_max_concurrent');
begin
  perform public.require_admin();
  v_tenant := public.find_tenant(p_user_id);
  v_limit := coalesce(p_lines, public.setting('dial.tenant_max_concurrent'));
  return query
  select v_limit, v_tenant.lines_in_use,
    case
      when v_limit = 0 then 'No new calls; calls on the line end normally.'
      when v_tenant.lines_in_use > v_limit
        then format('No new calls until %s; none is cut.', public.counted((v_tenant.lines_in_use - v_limit + 1)::bigint, 'call has ended', 'calls have ended'))
      when v_limit > v_system then format('The platform has %s lines for all tenants, so more than that cannot be used.', v_system)
      when v_limit > v_tenant.lines_limit then format('Up to %s more at once, as soon as there is somebody to call.', public.counted((v_limit - v_tenant.lines_in_use)::bigint, 'call', 'calls'))
      when v_limit = v_tenant.lines_limit then 'Nothing changes.'
      else format('At most %s at once from the next call on.', public.counted(v_limit::bigint, 'call', 'calls'))
    end;
end
$function$;
comment on function api.preview_lines_limit is
  'What another limit of lines would do to an account now, in a sentence; null is the default of the installation. Raises not_signed_in, admin_only, user_not_found.
@notNull lines_limit
@notNull lines_in_use
@notNull effect';
revoke all on function api.preview_lines_limit from public;
grant execute on function api.preview_lines_limit to app_user;
alter function api.preview_lines_limit owner to app_definer;
--! EndIncluded accounts/api.preview_lines_limit.sql
--! Included accounts/api.set_lines_limit.sql
-- A lower limit binds the next claim and cuts no call.
create or replace function api.set_lines_limit(p_user_id uuid, p_reason text, p_lines integer default null, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_before integer;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  if p_lines not between 0 and 10000 then
    raise sqlstate 'VC400' using
      message = 'lines_limit_invalid',
      detail = format('lines %s', p_lines),
      hint = 'The limit is a whole number from 0 to 10,000, or empty for the default.';
  end if;
  perform public.find_tenant(p_user_id);
  select d.max_concurrent_calls into v_before from public.tenant_dispatch d where d.user_id = p_user_id for no key update;
  if v_before is distinct from p_lines then
    update public.tenant_dispatch d set max_concurrent_calls = p_lines where d.user_id = p_user_id;
    perform public.wake_tenants(array[p_user_id]);
    perform public.write_audit(
      'lines_limit_changed', 'user', p_user_id::text, p_user_id,
      jsonb_build_object('from', v_before, 'to', p_lines, 'reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_lines_limit is
  'Sets how many calls of an account may run at once (null is the default of the installation) and returns it. Raises not_signed_in, admin_only, reason_missing, lines_limit_invalid, user_not_found.';
revoke all on function api.set_lines_limit from public;
grant execute on function api.set_lines_limit to app_user;
alter function api.set_lines_limit owner to app_definer;
--! EndIncluded accounts/api.set_lines_limit.sql
--! Included accounts/api.audit_entries.sql
-- Of the whole installation, for administrators: only list_audit_entries reads it.
create or replace view api.audit_entries with (security_invoker = true) as
select
  l.id,
  l.created_at,
  l.action,
  l.admin_user_id,
  a.email as admin_email,
  l.target_user_id,
  t.email as target_email,
  l.resource_type,
  l.resource_id,
  l.details,
  host(l.ip_address) as ip_address
from public.admin_audit_log l
join public.users a on a.id = l.admin_user_id
left join public.users t on t.id = l.target_user_id;
comment on view api.audit_entries is 'One row per act of an administrator.';
comment on column api.audit_entries.id is 'The entry.';
comment on column api.audit_entries.created_at is 'When it was done.';
comment on column api.audit_entries.action is 'What was done.';
comment on column api.audit_entries.admin_user_id is 'Who did it.';
comment on column api.audit_entries.admin_email is 'Their address.';
comment on column api.audit_entries.target_user_id is 'To which account.';
comment on column api.audit_entries.target_email is 'Its address.';
comment on column api.audit_entries.resource_type is 'Kind of thing it was done to.';
comment on column api.audit_entries.resource_id is 'Its key.';
comment on column api.audit_entries.details is 'Old and new value, and the reason.';
comment on column api.audit_entries.ip_address is 'Where the administrator had signed in from.';
grant select on api.audit_entries to app_definer;
--! EndIncluded accounts/api.audit_entries.sql
--! Included accounts/api.list_audit_entries.sql
create or replace function api.list_audit_entries(
  p_user_id uuid default null,
  p_before_at timestamptz default null,
  p_before_entry uuid default null,
  p_limit integer default 50
)
  returns setof api.audit_entries
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select e.*
  from api.audit_entries e
  where (p_user_id is null or p_user_id in (e.target_user_id, e.admin_user_id))
    and (p_before_entry is null or (e.created_at, e.id) < (p_before_at, p_before_entry))
  order by e.created_at desc, e.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_audit_entries is
  'A page of what administrators have done, newest first, to or by one account or all. Raises not_signed_in, admin_only.';
revoke all on function api.list_audit_entries from public;
grant execute on function api.list_audit_entries to app_user;
alter function api.list_audit_entries owner to app_definer;
--! EndIncluded accounts/api.list_audit_entries.sql
--! Included platform/api.settings.sql
-- For administrators: only list_settings and set_setting read it.
create or replace view api.settings with (security_invoker = true) as
select
  c.key,
  c.value,
  c.description,
  substring(c.description from 'Unit: ([^.]+)\.') as unit,
  (regexp_match(c.description, 'Bounds: (-?[0-9]+) to (-?[0-9]+)\.'))[1]::integer as least,
  (regexp_match(c.description, 'Bounds: (-?[0-9]+) to (-?[0-9]+)\.'))[2]::integer as most,
  c.updated_at
from public.system_config c;
comment on view api.settings is 'One row per setting of the installation.';
comment on column api.settings.key is 'Its name.';
comment on column api.settings.value is 'Its value as text.';
comment on column api.settings.description is 'What it does.';
comment on column api.settings.unit is 'Unit of a number.';
comment on column api.settings.least is 'Least value that is taken; null: no bound.';
comment on column api.settings.most is 'Largest value that is taken; null: no bound.';
comment on column api.settings.updated_at is 'When it was last changed.';
grant select on api.settings to app_definer;
--! EndIncluded platform/api.settings.sql
--! Included platform/api.list_settings.sql
create or replace function api.list_settings()
  returns setof api.settings
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select s.* from api.settings s order by s.key;
end
$function$;
comment on function api.list_settings is
  'The settings of the installation by name. Raises not_signed_in, admin_only.';
revoke all on function api.list_settings from public;
grant execute on function api.list_settings to app_user;
alter function api.list_settings owner to app_definer;
--! EndIncluded platform/api.list_settings.sql
--! Included platform/api.set_setting.sql
-- A value is of the kind of the one it replaces: a whole number within its bounds, or the name of a zone. What fits by itself may contradict
-- another setting: the dialing protocol's times are sums of each other, and the check that stops a worker stops the change here.
create or replace function api.set_setting(p_key text, p_value text, p_reason text, p_now timestamptz default now())
  returns api.settings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_setting api.settings;
  v_value text := btrim(p_value);
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform 1 from public.system_config c where c.key = p_key for no key update;
  select s.* into v_setting from api.settings s where s.key = p_key;
  if not found then
    raise sqlstate 'VC404' using
      message = 'setting_not_found',
      detail = format('setting %s', p_key),
      hint = 'There is no such setting.';
  end if;
  if not coalesce(
    case
      when v_setting.value ~ '^-?[0-9]{1,9}$'
        then v_value ~ '^-?[0-9]{1,9}$' and v_value::integer between coalesce(v_setting.least, 0) and coalesce(v_setting.most, 999999999)
      else exists (select from public.time_zones z where z.name = v_value)
    end, false
  ) then
    raise sqlstate 'VC400' using
      message = 'setting_value_invalid',
      detail = format('%s = %s', p_key, p_value),
      hint = 'This value is not of the kind or not within the bounds that the description names.';
  end if;
  if v_setting.value <> v_value then
    update public.system_config c set value = v_value, updated_at = p_now where c.key = p_key;
    perform public.assert_dial_settings();
    perform public.write_audit(
      'setting_changed', 'system_config', p_key, null, jsonb_build_object('from', v_setting.value, 'to', v_value, 'reason', v_reason), p_now
    );
    select s.* into v_setting from api.settings s where s.key = p_key;
  end if;
  return v_setting;
end
$function$;
comment on function api.set_setting is
  'Changes a setting of the installation and returns it. Raises not_signed_in, super_admin_only, reason_missing, setting_not_found, setting_value_invalid, dial_settings_contradict.';
revoke all on function api.set_setting from public;
grant execute on function api.set_setting to app_user;
alter function api.set_setting owner to app_definer;
--! EndIncluded platform/api.set_setting.sql
--! Included integrity/api.check_consistency.sql
create or replace function api.check_consistency()
  returns table (invariant text, meaning text, violations bigint, examples jsonb)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select v.invariant, v.meaning, v.violations, v.examples from public.validate_user_data_consistency() v;
end
$function$;
comment on function api.check_consistency is
  'Every invariant with how often it is broken now and up to five examples; reads all tenants. Raises not_signed_in, admin_only.
@notNull invariant
@notNull meaning
@notNull violations
@notNull examples';
revoke all on function api.check_consistency from public;
grant execute on function api.check_consistency to app_user;
alter function api.check_consistency owner to app_definer;
--! EndIncluded integrity/api.check_consistency.sql
--! Included integrity/api.check_isolation.sql
create or replace function api.check_isolation()
  returns table (relation text, check_name text, is_ok boolean, detail text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select a.relation, a.check_name, a.is_ok, a.detail from public.audit_data_isolation() a;
end
$function$;
comment on function api.check_isolation is
  'What keeps tenants apart, table by table, with what is not in order. Raises not_signed_in, admin_only.
@notNull relation
@notNull check_name
@notNull is_ok
@notNull detail';
revoke all on function api.check_isolation from public;
grant execute on function api.check_isolation to app_user;
alter function api.check_isolation owner to app_definer;
--! EndIncluded integrity/api.check_isolation.sql
