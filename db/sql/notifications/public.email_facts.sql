-- Looked up when the mail is sent and stored nowhere: what was deleted in between is not sent.
create or replace function public.email_facts(p_kind text, p_subject_key text, p_user_id uuid, p_now timestamptz)
  returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_facts jsonb;
begin
  if p_kind = 'notification' then
    select jsonb_build_object('title', n.title, 'message', n.message, 'link', n.link)
    into v_facts
    from public.notifications n
    where n.id::text = p_subject_key;
  elsif p_kind = 'call_completed' then
    select jsonb_build_object(
      'who', coalesce(t.name, c.phone_number), 'seconds', c.duration_seconds, 'credits', c.credits, 'summary', c.summary, 'link', format('/calls/%s', c.id)
    )
    into v_facts
    from public.calls c
    left join public.contacts t on t.id = c.contact_id
    where c.id::text = p_subject_key;
  elsif p_kind = 'daily_summary' then
    v_facts := public.daily_summary(p_user_id, right(p_subject_key, 10)::date, p_now);
  else
    v_facts := '{}';
  end if;
  return v_facts;
end
$function$;
comment on function public.email_facts is
  'What a mail of a kind says, as an object; null when what it is about is gone. Called by take_emails.';
revoke all on function public.email_facts from public;
alter function public.email_facts owner to app_definer;
