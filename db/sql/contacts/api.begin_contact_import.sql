-- Announces a file. Its random id is the key under which the rows are staged; nobody else can guess it.
create or replace function api.begin_contact_import(
  p_file_name text,
  p_file_hash text,
  p_tags text[] default '{}',
  p_policy text default 'fill',
  p_header text[] default '{}',
  p_columns text[] default '{}',
  p_now timestamptz default now()
)
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
  v_import api.contact_imports;
begin
  perform public.require_tag(t.tag) from unnest(p_tags) as t (tag);
  if p_columns <> '{}' and (
    cardinality(array_positions(p_columns, 'phone_number')) <> 1
    or exists (
      select from unnest(p_columns) as w (word)
      where w.word not in ('context', 'ignore')
      group by w.word
      having count(*) > 1
    )
    or not p_columns <@ array['phone_number', 'name', 'first_name', 'last_name', 'email', 'company', 'city', 'country', 'notes', 'business_context', 'context', 'ignore']
  ) then
    raise sqlstate 'VC400' using
      message = 'import_columns_invalid',
      detail = left(array_to_string(p_columns, ', '), 500),
      hint = 'One column is the telephone number, and no two are the same field.';
  end if;
  -- An upload that never ended (closed laptop) must not block the next one for ever, nor leave its lines behind.
  with interrupted as (
    update public.contact_imports i
    set status = 'failed', failure_reason = 'upload_interrupted', finished_at = p_now, updated_at = p_now
    where i.user_id = v_user_id
      and i.status = 'uploading'
      and i.created_at < p_now - interval '15 minutes'
    returning i.id
  )
  delete from api.contact_import_rows r
  using interrupted x
  where r.import_id = x.id;

  insert into public.contact_imports (user_id, file_name, file_hash, tags, policy, header, columns, created_at, updated_at)
  values (v_user_id, left(p_file_name, 255), p_file_hash, public.merge_tags('{}', p_tags), p_policy, p_header, p_columns, p_now, p_now)
  on conflict (user_id) where status in ('uploading', 'checking', 'merging', 'undoing') do nothing
  returning id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'import_running',
      hint = 'Another file is being imported; wait until it is done.';
  end if;
  select i.* into v_import from api.contact_imports i where i.id = v_id;
  return v_import;
end
$function$;
comment on function api.begin_contact_import is
  'Announces a file of contacts and returns the import under whose id its rows are staged. p_header names its columns, p_columns what each is taken for, a word of contact_imports.columns each. Raises not_signed_in, tag_invalid, import_columns_invalid, import_running.
@words p_policy contact_imports.policy';
revoke all on function api.begin_contact_import from public;
grant execute on function api.begin_contact_import to app_user;
alter function api.begin_contact_import owner to app_definer;
