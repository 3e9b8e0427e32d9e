create or replace function api.get_queue_position(p_queue_id uuid)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return public.get_call_queue_position(p_queue_id);
end
$function$;
comment on function api.get_queue_position is
  'Place of a waiting person in the tenant''s queue, 1 is next; null when they do not wait. Raises not_signed_in.';
revoke all on function api.get_queue_position from public;
grant execute on function api.get_queue_position to app_user;
