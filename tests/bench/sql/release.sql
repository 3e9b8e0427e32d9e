-- Puts back what a claim or the naked dequeue has taken, without triggers, so that the next batch meets the same queue.
set session_replication_role = replica;
delete from public.credit_holds;
delete from public.call_attempts;
delete from public.active_calls s where exists (select from public.call_queue q where q.id = s.id);
update public.call_queue q set status = 'pending', processing_started_at = null where q.status = 'processing';
