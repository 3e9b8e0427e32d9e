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
