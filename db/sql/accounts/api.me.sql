-- Who is signed in, and what the header of every page shows.
create or replace view api.me with (security_invoker = true, security_barrier = true) as
select
  u.id,
  u.email,
  u.name,
  u.role,
  u.company,
  u.is_active,
  u.credits,
  public.my_held_credits() as held_credits,
  u.credits - public.my_held_credits() as available_credits,
  public.get_user_timezone(u.id) as timezone,
  public.my_lines_limit() as lines_limit,
  public.get_user_active_calls_count(u.id) as lines_in_use,
  public.newest_ui_event_id() as last_event_id,
  public.my_session_expires_at() as session_expires_at,
  public.my_view() as viewed_by
from public.users u
where u.id = (select public.current_user_id());
comment on view api.me is 'One row: the signed-in user.';
comment on column api.me.id is 'The user, who is the tenant.';
comment on column api.me.email is 'Address used to sign in.';
comment on column api.me.name is 'Name shown in the header.';
comment on column api.me.role is 'user, admin or super_admin.';
comment on column api.me.company is 'Company of the tenant.';
comment on column api.me.is_active is 'Always true here: a switched-off account has no session.';
comment on column api.me.credits is 'Balance: the sum of all transactions. Unit: credits.';
comment on column api.me.held_credits is E'Reserved by calls in progress. Unit: credits.\n@notNull';
comment on column api.me.available_credits is E'Balance less what is held. Unit: credits.\n@notNull';
comment on column api.me.timezone is E'IANA zone in which days, hours and times are shown.\n@notNull';
comment on column api.me.lines_limit is E'Calls that may run at once. Unit: calls.\n@notNull';
comment on column api.me.lines_in_use is E'Calls that run now. Unit: calls.\n@notNull';
comment on column api.me.last_event_id is E'Newest live event: where a stream begins, so that nothing between this answer and the stream is lost.\n@notNull';
comment on column api.me.session_expires_at is E'When this session has to be renewed.\n@notNull';
comment on column api.me.viewed_by is 'The administrator who looks at the account in this session and can change nothing; null for the person.';
grant select on api.me to app_user, app_definer;
