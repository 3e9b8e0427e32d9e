// Ends what analysts let run too long: old snapshots keep dead rows alive, and dialing slows down.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.end_long_analyst_queries');
