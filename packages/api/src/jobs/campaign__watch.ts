// Pauses campaigns of whose calls too many fail.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.stop_failing_campaigns');
