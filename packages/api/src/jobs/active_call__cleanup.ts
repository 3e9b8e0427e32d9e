// Has the provider asked about lines that have been busy for longer than a call can last.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_orphaned_active_calls');
