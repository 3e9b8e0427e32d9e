-- Attempts and holds have no foreign key to their item (that would cost every claim); they go with it here.
create or replace function public.forget_attempts()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  with gone as (
    delete from public.call_attempts a
    using old_rows o
    where a.queue_id = o.id
    returning a.id, a.user_id
  )
  delete from public.credit_holds h
  using gone g
  where h.user_id = g.user_id and h.attempt_id = g.id;
  return null;
end
$function$;
comment on function public.forget_attempts is
  'Deletes the attempts and holds of deleted queue items.';
revoke all on function public.forget_attempts from public;
alter function public.forget_attempts owner to app_definer;
