-- Words by which somebody on the line asks not to be called again. Obeyed at once and without looking twice: erring that way is cheap.

comment on table public.opt_out_phrases is
  'One row per pattern that is looked for in what a person said.';
comment on column public.opt_out_phrases.pattern is 'Regular expression, matched without regard to case against one turn of the person.';

alter table public.opt_out_phrases enable row level security;
alter table public.opt_out_phrases force row level security;

drop policy if exists opt_out_phrases_all_definer on public.opt_out_phrases;
create policy opt_out_phrases_all_definer on public.opt_out_phrases for all to app_definer
  using (true) with check (true);
comment on policy opt_out_phrases_all_definer on public.opt_out_phrases is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.opt_out_phrases to app_definer;
