-- The numbers of the product: limits, minutes, pulses, prices. It has no tenant and holds no secret (a check on the key sees to
-- that), so everybody signed in may read it and row security is not needed; only migrations and functions write.

comment on table public.system_config is
  'One row per setting of the installation: the only home of limits, durations and prices.';
comment on column public.system_config.key is 'Name of the setting, written group.name, for example dial.tenant_max_concurrent.';
comment on column public.system_config.value is 'The value as text; the reader of the setting casts it to the unit that the description names.';
comment on column public.system_config.description is 'What the setting does, with unit, bounds and default; null when nobody has described it.';
comment on column public.system_config.updated_at is 'When the value was last changed; written by whoever changes it.';

grant select on public.system_config to app_user;
grant select, insert, update, delete on public.system_config to app_definer;
grant select on public.system_config to app_masker, app_watchdog;
