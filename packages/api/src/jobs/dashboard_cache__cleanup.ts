// Deletes expired entries of the dashboard cache.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.cleanup_expired_dashboard_cache');
