create or replace function public.require_meeting_text(
  p_title text,
  p_description text,
  p_location text,
  p_attendee_email text
)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if length(btrim(p_title)) not between 1 and 500 or p_title ~ '[[:cntrl:]]'
    or length(p_description) > 8000 or length(p_location) > 500 or p_location ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'meeting_text_invalid',
      detail = format('title %s, description %s, location %s characters', length(p_title), length(p_description), length(p_location)),
      hint = 'A meeting has a title of at most 500 characters on one line; its place has as many, its description at most 8000.';
  end if;
  if btrim(p_attendee_email) <> '' and not public.is_mail_address(btrim(p_attendee_email)) then
    raise sqlstate 'VC400' using
      message = 'attendee_email_invalid',
      detail = format('%s characters', length(p_attendee_email)),
      hint = 'This is not an e-mail address to which an invitation can be sent.';
  end if;
end
$function$;
comment on function public.require_meeting_text is
  'Nothing, if the words of a meeting are usable; null leaves one out. Called by book_meeting and change_meeting. Raises meeting_text_invalid, attendee_email_invalid.';
revoke all on function public.require_meeting_text from public;
grant execute on function public.require_meeting_text to app_definer;
