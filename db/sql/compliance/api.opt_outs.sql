create or replace view api.opt_outs with (security_invoker = true) as
select d.id, d.phone_number, d.reason, d.source, d.call_id, d.created_at
from public.do_not_call d
where d.user_id = (select public.current_user_id());
comment on view api.opt_outs is 'One row per number on the tenant''s do-not-call list.';
comment on column api.opt_outs.id is 'The entry.';
comment on column api.opt_outs.phone_number is 'The number, E.164.';
comment on column api.opt_outs.reason is 'Why, in words; null when nobody has said.';
comment on column api.opt_outs.source is 'manual, import, call (said on the line) or platform.';
comment on column api.opt_outs.call_id is 'The call in which the person said so.';
comment on column api.opt_outs.created_at is 'Since when the number is not called.';
grant select on api.opt_outs to app_user, app_definer;
