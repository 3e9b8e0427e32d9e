-- The zone of a campaign's hours: its own when it asks for one, else its tenant's.
create or replace function public.campaign_timezone(p_campaign public.call_campaigns)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_campaign.use_custom_timezone and p_campaign.campaign_timezone is not null then
    return p_campaign.campaign_timezone;
  end if;
  return public.get_user_timezone(p_campaign.user_id);
end
$function$;
comment on function public.campaign_timezone is
  'The IANA zone in which a campaign''s hours and dates are read.';
revoke all on function public.campaign_timezone from public;
grant execute on function public.campaign_timezone to app_definer, app_user;
