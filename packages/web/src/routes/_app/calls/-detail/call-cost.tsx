import { Text } from '@mantine/core';
import { countOf } from '../../../../app/format.ts';
import type { CallDetails } from '../../../../app/rows.ts';
import { Facts } from '../../../../components/facts.tsx';

/** Held when the call was dialed, charged once at its end, the rest returned. */
export function CallCost({ call }: { call: CallDetails }) {
  if (call.hold_amount === null) {
    return (
      <Text size="sm" c="dimmed">
        Nothing was held for this call; {countOf(call.credits, 'credit was', 'credits were')} charged.
      </Text>
    );
  }
  const isSettled = call.confirmed_at !== null;
  return (
    <Facts
      facts={[
        ['Held', countOf(call.hold_amount, 'credit', 'credits')],
        ['Charged', isSettled ? countOf(call.credits, 'credit', 'credits') : 'when the end is confirmed'],
        ['Returned', isSettled ? countOf(Math.max(0, call.hold_amount - call.credits), 'credit', 'credits') : null],
        ['Not covered', call.credits_shortfall > 0 ? countOf(call.credits_shortfall, 'credit', 'credits') : null],
        ['Price', call.price_per_pulse !== null && call.pulse_seconds !== null ? `${countOf(call.price_per_pulse, 'credit', 'credits')} for each ${call.pulse_seconds} s begun` : null],
      ]}
    />
  );
}
