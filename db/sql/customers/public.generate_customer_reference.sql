-- Random, so that the references of two customers tell nobody how many there are between them. 48 random bits: among a million customers
-- the next one meets a reference that is taken once in 280 million times, and then the unique key refuses it.
create or replace function public.generate_customer_reference()
  returns varchar
  language sql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select format('C-%s-%s-%s', substr(r.digits, 1, 4), substr(r.digits, 5, 4), substr(r.digits, 9, 4))
  from (select upper(replace(gen_random_uuid()::text, '-', '')) as digits) r
$function$;
comment on function public.generate_customer_reference is
  'A new reference for a customer, such as C-1F09-A2C4-77DE. Called by set_customer_reference.';
revoke all on function public.generate_customer_reference from public;
grant execute on function public.generate_customer_reference to app_definer;
