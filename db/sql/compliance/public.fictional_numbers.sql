-- Numbers that ring nobody, ever: reserved for films, documentation and demonstrations. No law protects anybody there, so a demo may call
-- them at any hour.

comment on table public.fictional_numbers is
  'One row per range of numbers that is reserved for fiction.';
comment on column public.fictional_numbers.pattern is 'Regular expression of the numbers in E.164.';
comment on column public.fictional_numbers.source is 'Who reserves them.';

alter table public.fictional_numbers enable row level security;
alter table public.fictional_numbers force row level security;

drop policy if exists fictional_numbers_all_definer on public.fictional_numbers;
create policy fictional_numbers_all_definer on public.fictional_numbers for all to app_definer
  using (true) with check (true);
comment on policy fictional_numbers_all_definer on public.fictional_numbers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.fictional_numbers to app_definer;
