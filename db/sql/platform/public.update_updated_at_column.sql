-- Stamps a changed row with the time of its transaction.
--
-- The one place besides defaults that reads the clock: it records when the row was written, decides nothing, and no
-- writer can forget it or write another time. Rows of one transaction therefore carry one time.
create or replace function public.update_updated_at_column()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  new.updated_at = now();
  return new;
end
$function$;

comment on function public.update_updated_at_column() is
  'Trigger function (before update, for each row): sets updated_at to the time of the transaction, whatever the statement says.';
revoke all on function public.update_updated_at_column() from public;
