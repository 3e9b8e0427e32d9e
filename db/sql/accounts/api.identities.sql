create or replace view api.identities with (security_invoker = true) as
select
  i.id,
  i.provider,
  i.email_at_link,
  i.created_at,
  i.last_used_at,
  ((select public.my_password_is_set()) or (select count(*) from public.user_identities o) > 1) as can_be_disconnected
from public.user_identities i;
comment on view api.identities is 'One row per account elsewhere with which the signed-in person can sign in.';
comment on column api.identities.id is 'The identity.';
comment on column api.identities.provider is 'Where the account is.';
comment on column api.identities.email_at_link is 'Address that it had when it was connected.';
comment on column api.identities.created_at is 'When it was connected.';
comment on column api.identities.last_used_at is 'When somebody last signed in with it.';
comment on column api.identities.can_be_disconnected is E'False: it is the only way in.\n@notNull';
grant select on api.identities to app_user, app_definer;
