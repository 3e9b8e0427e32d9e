-- The people of a campaign who wait, of an import, or with a tag. Who has agreed already is left alone.
create or replace function api.record_consents(
  p_kind text,
  p_proof text,
  p_campaign_id uuid default null,
  p_import_id uuid default null,
  p_tag text default null,
  p_contact_id uuid default null,
  p_obtained_at timestamptz default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_recorded integer;
begin
  if num_nonnulls(p_campaign_id, p_import_id, p_tag, p_contact_id) <> 1 then
    raise sqlstate 'VC400' using
      message = 'people_not_named',
      hint = 'Say whose consent it is: of a campaign, an import, a tag or one person.';
  end if;
  if p_kind is null or p_kind not in ('express', 'written') then
    raise sqlstate 'VC400' using
      message = 'consent_kind_unknown',
      hint = 'Consent is express (said or clicked) or written (signed).';
  end if;
  if coalesce(length(btrim(p_proof)), 0) not between 3 and 500 then
    raise sqlstate 'VC400' using
      message = 'consent_proof_missing',
      hint = 'Say in 3 to 500 characters where it can be looked up that they agreed.';
  end if;
  if p_obtained_at > p_now then
    raise sqlstate 'VC400' using
      message = 'consent_in_the_future',
      hint = 'Consent cannot have been given in the future.';
  end if;

  insert into public.contact_consents (user_id, contact_id, kind, proof, obtained_at, recorded_at)
  select v_user_id, t.id, p_kind, btrim(p_proof), coalesce(p_obtained_at, p_now), p_now
  from public.contacts t
  where t.user_id = v_user_id
    and t.deleted_at is null
    and (p_contact_id is null or t.id = p_contact_id)
    and (p_import_id is null or t.import_id = p_import_id)
    and (p_tag is null or t.tags @> array[p_tag])
    and (p_campaign_id is null or t.id in (
      select q.contact_id from public.call_queue q where q.campaign_id = p_campaign_id and q.user_id = v_user_id and q.status = 'pending'
    ))
    and not exists (
      select from public.contact_consents n
      where n.contact_id = t.id and n.user_id = v_user_id and n.withdrawn_at is null and (n.kind = p_kind or n.kind = 'written')
    )
  order by t.id
  on conflict do nothing; -- somebody else writes it down at this moment
  get diagnostics v_recorded = row_count;
  if v_recorded > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'contacts'), (v_user_id, 'campaigns');
  end if;
  return v_recorded;
end
$function$;
comment on function api.record_consents is
  'Writes down that people have agreed to be called, and returns for how many it was new. p_obtained_at null is now. Raises not_signed_in, people_not_named, consent_kind_unknown, consent_proof_missing, consent_in_the_future.
@notNull
@words p_kind contact_consents.kind';
revoke all on function api.record_consents from public;
grant execute on function api.record_consents to app_user;
alter function api.record_consents owner to app_definer;
