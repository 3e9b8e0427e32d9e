// Deletes old lines of the log of sign-ins.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_old_login_attempts');
