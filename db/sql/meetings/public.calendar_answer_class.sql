create or replace function public.calendar_answer_class(p_status integer, p_reason text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case
    when p_status between 200 and 299 then 'ok'
    when p_status = 401 then 'reconnect'
    when p_status = 403 and p_reason in ('rateLimitExceeded', 'userRateLimitExceeded') or p_status = 429 then 'pace'
    when p_status = 403 and p_reason = 'quotaExceeded' then 'quota'
    when p_status = 403 and p_reason in ('insufficientPermissions', 'accessNotConfigured') then 'reconnect'
    when p_status in (404, 410) then 'gone'
    when p_status = 409 then 'taken'
    when p_status = 412 then 'changed'
    when p_status between 400 and 499 then 'refused'
    else 'unclear'
  end
$function$;
comment on function public.calendar_answer_class is
  'What an answer of Google Calendar means, from its HTTP status (null: none came) and the reason in it: ok, reconnect (the secret is worth nothing), pace (too fast), quota (for hours), gone, taken (that id exists), changed (since the version named), refused, unclear (nobody knows whether it was done).
@notNull';
revoke all on function public.calendar_answer_class from public;
grant execute on function public.calendar_answer_class to app_definer;
