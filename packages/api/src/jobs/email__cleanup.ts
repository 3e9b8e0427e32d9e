// Forgets mail that was sent long ago, and links that open nothing any more.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_old_emails');
