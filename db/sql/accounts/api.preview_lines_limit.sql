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
