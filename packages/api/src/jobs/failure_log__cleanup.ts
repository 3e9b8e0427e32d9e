// Deletes old failed requests.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_old_failure_logs');
