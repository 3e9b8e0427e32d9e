create or replace view api.calling_rules with (security_invoker = true) as
select distinct on (r.jurisdiction)
  r.jurisdiction, r.valid_from, r.weekdays, r.local_start, r.local_end, r.consent, r.max_calls_per_day, r.source, r.checked_on
from public.calling_rules r
where r.valid_from <= current_date
order by r.jurisdiction, r.valid_from desc;
comment on view api.calling_rules is 'One row per jurisdiction: the rule that holds today.';
comment on column api.calling_rules.jurisdiction is 'Country, or country and state; * for all without a row, XF for numbers that are reserved for fiction.';
comment on column api.calling_rules.valid_from is 'First day of the rule.';
comment on column api.calling_rules.weekdays is 'Days on which calling is allowed: 1 Monday to 7 Sunday.';
comment on column api.calling_rules.local_start is 'Begin of the hours, local to the person.';
comment on column api.calling_rules.local_end is 'End of the hours, local to the person.';
comment on column api.calling_rules.consent is 'none, express or written.';
comment on column api.calling_rules.max_calls_per_day is 'Calls to one number within 24 hours; null: no limit.';
comment on column api.calling_rules.source is 'Where it was read.';
comment on column api.calling_rules.checked_on is 'When it was last looked at.';
grant select on api.calling_rules to app_user, app_definer;
