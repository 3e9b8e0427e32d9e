-- Up to the newest that the person had on the page: what came since is not seen by pressing a button.
create or replace function api.read_all_notifications(p_until timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_read integer;
begin
  update public.notifications n
  set is_read = true
  where n.user_id = v_user_id and not n.is_read and n.created_at <= p_until;
  get diagnostics v_read = row_count;
  if v_read > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'notifications');
  end if;
  return v_read;
end
$function$;
comment on function api.read_all_notifications is
  'Marks all messages up to an instant as seen and returns how many were not. Raises not_signed_in.
@notNull';
revoke all on function api.read_all_notifications from public;
grant execute on function api.read_all_notifications to app_user;
alter function api.read_all_notifications owner to app_definer;
