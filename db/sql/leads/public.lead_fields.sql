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
