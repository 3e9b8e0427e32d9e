// Deletes messages in the pages that are too old.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_old_notifications');
