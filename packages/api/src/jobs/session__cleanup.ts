// Deletes sessions that have ended.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_expired_sessions');
