import { useMemo } from 'react';
import { type Format, makeFormat } from './format.ts';
import { useMe } from './session.ts';

/** The formatter of the tenant's own zone. */
export function useFormat(): Format {
  const { timezone } = useMe();
  return useMemo(() => makeFormat(timezone), [timezone]);
}
