-- What the law where a person lives says about calling them, as rows: a change of law is a new row and no release. No row, no call. These are
-- figures to configure by, no legal advice.

comment on table public.calling_rules is
  'One row per jurisdiction and day from which its rule holds.';
comment on column public.calling_rules.jurisdiction is 'Country (ISO 3166), or country and state, such as US or US-FL; * for countries without a row; XF for numbers that are reserved for fiction.';
comment on column public.calling_rules.valid_from is 'First day on which the rule holds; the latest of those that have begun counts.';
comment on column public.calling_rules.weekdays is 'Days on which calling is allowed, ISO: 1 Monday to 7 Sunday.';
comment on column public.calling_rules.local_start is 'Begin of the calling hours, local to the person.';
comment on column public.calling_rules.local_end is 'End of the calling hours, local to the person; at or before the begin: after midnight, equal: all day.';
comment on column public.calling_rules.consent is 'What the person must have given before: none, express, or written.';
comment on column public.calling_rules.max_calls_per_day is 'Calls to one number within 24 hours at most; null: no limit.';
comment on column public.calling_rules.source is 'Where the rule was read.';
comment on column public.calling_rules.checked_on is 'When somebody last looked whether that is still so.';

grant select on public.calling_rules to app_user;
grant select, insert, update, delete on public.calling_rules to app_definer;
