create or replace view api.follow_ups with (security_invoker = true) as
select
  f.id,
  f.lead_phone,
  f.lead_name,
  f.lead_email,
  c.id as contact_id,
  f.follow_up_date,
  f.remark,
  coalesce(f.is_completed, false) as is_completed,
  f.completed_at,
  case
    when f.is_completed then 'done'
    when f.follow_up_date < t.today then 'overdue'
    when f.follow_up_date = t.today then 'today'
    else 'later'
  end as due,
  f.deleted_at is not null as is_deleted,
  f.created_at
from public.follow_ups f
cross join lateral (select (now() at time zone public.get_user_timezone(f.user_id))::date as today) t
left join public.contacts c on c.user_id = f.user_id and c.phone_number = f.lead_phone and c.deleted_at is null;
comment on view api.follow_ups is 'One row per task to get in touch with somebody.';
comment on column api.follow_ups.id is 'The task.';
comment on column api.follow_ups.lead_phone is 'Number to call, E.164.';
comment on column api.follow_ups.lead_name is 'Name; null when unknown.';
comment on column api.follow_ups.lead_email is 'E-mail address; null when unknown.';
comment on column api.follow_ups.contact_id is 'The contact with this number; null when there is none any more.';
comment on column api.follow_ups.follow_up_date is 'Local day on which it is due.';
comment on column api.follow_ups.remark is 'What to do; null when nothing is noted.';
comment on column api.follow_ups.is_completed is E'True once done.\n@notNull';
comment on column api.follow_ups.completed_at is 'When it was done; null before.';
comment on column api.follow_ups.due is E'overdue, today or later by the day of the tenant''s zone; done.\n@notNull';
comment on column api.follow_ups.is_deleted is E'True: removed, and may be brought back.\n@notNull';
comment on column api.follow_ups.created_at is 'When it was made.';
grant select on api.follow_ups to app_user, app_definer;
