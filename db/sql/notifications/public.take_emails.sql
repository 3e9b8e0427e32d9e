-- The caller must report each within two minutes (record_email_answer). Who has not is dead, and may or may not have handed the message
-- over: that is the unclear case as well. A link that nobody could use any more is not sent, and neither is yesterday's news.
create or replace function public.take_emails(p_limit integer, p_now timestamptz default now())
  returns table (id uuid, kind varchar, to_email varchar, to_name varchar, facts jsonb)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_ids uuid[];
begin
  update public.email_outbox m
  set state = case when m.unclear_tries = 0 then 'queued' else 'unknown' end,
      unclear_tries = m.unclear_tries + 1,
      lease_until = null
  where m.state = 'sending' and m.lease_until < p_now;

  update public.email_outbox m
  set state = 'failed', last_answer = 'the link was too old before it could be sent'
  from public.account_links l
  where m.state = 'queued' and l.id = m.id and (l.expires_at <= p_now or l.used_at is not null);

  update public.email_outbox m
  set state = 'failed', last_answer = 'it was a day old before it could be sent'
  where m.state = 'queued' and public.email_is_tenants(m.kind) and m.created_at < p_now - interval '1 day';

  with taken as (
    update public.email_outbox m
    set state = 'sending', tries = m.tries + 1, lease_until = p_now + interval '2 minutes'
    where m.id in (
      select x.id
      from public.email_outbox x
      where x.state = 'queued' and x.next_try_at <= p_now
        and (x.kind <> 'call_completed' or (
          select count(*)
          from public.email_outbox s
          where s.user_id = x.user_id and s.kind = x.kind and s.sent_at > p_now - interval '1 hour'
        ) < public.setting('emails.calls_per_hour'))
      order by x.next_try_at, x.id
      limit p_limit
      for update skip locked
    )
    returning m.id
  )
  select array_agg(t.id) into v_ids from taken t;

  update public.email_outbox m
  set state = 'failed', lease_until = null, last_answer = 'what it is about is gone'
  where m.id = any (v_ids) and public.email_facts(m.kind, m.subject_key, m.user_id, p_now) is null;

  return query
  select m.id, m.kind, m.to_email, m.to_name, public.email_facts(m.kind, m.subject_key, m.user_id, p_now)
  from public.email_outbox m
  where m.id = any (v_ids) and m.state = 'sending'
  order by m.next_try_at, m.id;
end
$function$;
comment on function public.take_emails is
  'Takes up to p_limit mails that are due, with the facts that they tell, to be sent and reported within two minutes by whoever called. Called by the job email__send.';
revoke all on function public.take_emails from public;
grant execute on function public.take_emails to app_worker;
alter function public.take_emails owner to app_definer;
