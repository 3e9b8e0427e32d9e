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
