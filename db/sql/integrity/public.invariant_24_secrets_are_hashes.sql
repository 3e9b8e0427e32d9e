-- Of what lets somebody in, only the SHA-256 is stored, so a stolen dump opens nothing.
create or replace view public.invariant_24_secrets_are_hashes with (security_barrier = true) as
select
  'user_sessions' as object,
  s.id::text as key,
  'token or refresh_token is not 64 hex digits' as detail
from public.user_sessions s
where s.token !~ '^[0-9a-f]{64}$'
  or s.refresh_token !~ '^[0-9a-f]{64}$'
union all
select 'agents', a.id::text, 'webhook_secret_hash is not 64 hex digits'
from public.agents a
where a.webhook_secret_hash !~ '^[0-9a-f]{64}$';

comment on view public.invariant_24_secrets_are_hashes is 'Sessions and webhook addresses that are stored otherwise than as a hash. Must be empty.';
comment on column public.invariant_24_secrets_are_hashes.object is 'The table at fault.';
comment on column public.invariant_24_secrets_are_hashes.key is 'Key of the row at fault.';
comment on column public.invariant_24_secrets_are_hashes.detail is 'The column; never its value.';
revoke all on public.invariant_24_secrets_are_hashes from public;
alter view public.invariant_24_secrets_are_hashes owner to app_definer;
