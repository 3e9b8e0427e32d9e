create or replace function api.list_stuck_emails(p_limit integer default 50)
  returns setof api.stuck_emails
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select m.*
  from api.stuck_emails m
  order by m.created_at desc, m.id
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_stuck_emails is
  'The newest mails that did not arrive or that wait after a refusal. Raises not_signed_in, admin_only.';
revoke all on function api.list_stuck_emails from public;
grant execute on function api.list_stuck_emails to app_user;
alter function api.list_stuck_emails owner to app_definer;
