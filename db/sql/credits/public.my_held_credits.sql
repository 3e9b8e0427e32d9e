-- The sum of a tenant's holds. The holds themselves are nobody's business.
create or replace function public.my_held_credits()
  returns integer
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(sum(h.amount), 0)::integer
  from public.credit_holds h
  where h.user_id = public.current_user_id()
$function$;
comment on function public.my_held_credits is
  'Credits reserved by calls in progress of the signed-in tenant. Unit: credits.';
revoke all on function public.my_held_credits from public;
grant execute on function public.my_held_credits to app_user;
alter function public.my_held_credits owner to app_definer;
