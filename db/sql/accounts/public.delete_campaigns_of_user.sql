-- campaigns refer to agents with RESTRICT while agents go with their user: without this, deleting a user would
-- fail or not depending on which cascade comes first.
create or replace function public.delete_campaigns_of_user()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from public.call_campaigns c
  where c.user_id = old.id;
  return old;
end
$function$;
comment on function public.delete_campaigns_of_user is
  'Deletes the campaigns of a user before the user goes.';
revoke all on function public.delete_campaigns_of_user from public;
alter function public.delete_campaigns_of_user owner to app_definer;
