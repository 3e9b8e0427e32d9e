create or replace function public.contact_in_use(p_contact public.contacts)
  returns boolean
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select p_contact.is_customer
    or exists (select from public.calls c where c.contact_id = p_contact.id)
    or exists (select from public.call_queue q where q.contact_id = p_contact.id)
    or exists (select from public.calendar_meetings m where m.contact_id = p_contact.id)
    or exists (select from public.follow_ups f where f.user_id = p_contact.user_id and f.lead_phone = p_contact.phone_number)
$function$;
comment on function public.contact_in_use is
  'Whether something hangs on a contact: calls, a place in a queue, meetings, follow-ups, a customer. Called by undo_contact_import_chunk.';
revoke all on function public.contact_in_use from public;
alter function public.contact_in_use owner to app_definer;
