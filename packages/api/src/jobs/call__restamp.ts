// Files a tenant's calls under the local days of its new zone, chunk by chunk. Payload: user_id.
import { repeatWith } from './run-function.ts';

export const task = repeatWith('public.restamp_calls', 'user_id');
