// Deletes applied events of the provider when they are old.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.purge_webhook_events');
