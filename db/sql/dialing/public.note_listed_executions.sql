-- Of the executions that a listing shows, those that we know nothing about: each must be fetched whole, because the
-- rows of a listing do not say which attempt they are. One that was fetched and matched nothing is fetched again after
-- half a minute: early answers may lack what identifies them.
create or replace function public.note_listed_executions(
  p_reconciliation_id bigint,
  p_execution_ids text[],
  p_now timestamptz default now()
)
  returns setof text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select distinct e.id
  from unnest(p_execution_ids) as e (id)
  where exists (select from public.reconciliations r where r.id = p_reconciliation_id and r.finished_at is null)
    and not exists (select from public.calls c where c.bolna_execution_id = e.id)
    and not exists (
      select
      from public.webhook_events w
      where w.execution_id = e.id
        and w.source = 'pull'
        and (
          w.received_at > p_now - interval '30 seconds'
          or (w.quarantine_reason is null and not exists (select from public.unapplied_events u where u.event_id = w.id))
        )
    )
$function$;
comment on function public.note_listed_executions is
  'Those of the listed executions that have to be fetched whole: neither a call of ours nor asked about just now.';
revoke all on function public.note_listed_executions from public;
grant execute on function public.note_listed_executions to app_worker;
alter function public.note_listed_executions owner to app_definer;
