create or replace function api.get_campaign(p_campaign_id uuid)
  returns api.campaigns
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign api.campaigns;
begin
  perform public.require_user();
  select c.* into v_campaign from api.campaigns c where c.id = p_campaign_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return v_campaign;
end
$function$;
comment on function api.get_campaign is
  'One campaign with its progress. Raises not_signed_in, campaign_not_found.';
revoke all on function api.get_campaign from public;
grant execute on function api.get_campaign to app_user;
