// Deletes what was removed so long ago that nobody brings it back.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.purge_removed');
