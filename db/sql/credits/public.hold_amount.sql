-- The one formula of a hold: the longest call and some grace, in whole pulses.
create or replace function public.hold_amount(
  p_call_seconds integer,
  p_grace_seconds integer,
  p_pulse_seconds integer,
  p_price_per_pulse integer
)
  returns integer
  language sql
  immutable
  parallel safe
  security invoker
  return (p_call_seconds + p_grace_seconds + p_pulse_seconds - 1) / p_pulse_seconds * p_price_per_pulse;
comment on function public.hold_amount is
  'Credits that a call of at most p_call_seconds plus grace may cost at a given pulse and price. Unit: credits.';
revoke all on function public.hold_amount from public;
grant execute on function public.hold_amount to app_definer, app_user;
