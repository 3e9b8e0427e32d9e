create or replace function api.withdraw_consent(p_contact_id uuid, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_withdrawn integer;
begin
  update public.contact_consents n
  set withdrawn_at = p_now
  where n.contact_id = p_contact_id and n.user_id = v_user_id and n.withdrawn_at is null;
  get diagnostics v_withdrawn = row_count;
  if v_withdrawn > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts');
  end if;
  return v_withdrawn;
end
$function$;
comment on function api.withdraw_consent is
  'Notes that a person has taken back what they agreed to; returns how many consents that were. Claim and fence look at it with the next call. Raises not_signed_in.
@notNull';
revoke all on function api.withdraw_consent from public;
grant execute on function api.withdraw_consent to app_user;
alter function api.withdraw_consent owner to app_definer;
