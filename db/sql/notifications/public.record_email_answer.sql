-- What is refused for now is tried after 1, 5, 15 and then every 60 minutes, for a day.
create or replace function public.record_email_answer(p_id uuid, p_answer text, p_text text, p_now timestamptz default now())
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_state text;
begin
  update public.email_outbox m
  set state = case
        when p_answer = 'sent' then 'sent'
        when p_answer = 'refused' then 'failed'
        when p_answer = 'unclear' and m.unclear_tries > 0 then 'unknown'
        when m.created_at < p_now - interval '24 hours' then 'failed'
        else 'queued'
      end,
      unclear_tries = m.unclear_tries + case when p_answer = 'unclear' then 1 else 0 end,
      next_try_at = p_now + (array[1, 5, 15, 60])[least(m.tries, 4)] * interval '1 minute',
      lease_until = null,
      last_answer = left(p_text, 500),
      sent_at = case when p_answer = 'sent' then p_now end
  where m.id = p_id and m.state = 'sending'
  returning m.state
  into v_state;
  return v_state;
end
$function$;
comment on function public.record_email_answer is
  'Notes how sending a mail went: sent, refused (for good), later, unclear (nobody knows whether it arrived). Returns the state it is in now, null when somebody else has it. Called by the job email__send.';
revoke all on function public.record_email_answer from public;
grant execute on function public.record_email_answer to app_worker;
alter function public.record_email_answer owner to app_definer;
