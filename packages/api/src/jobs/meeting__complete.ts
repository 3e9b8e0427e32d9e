// Completes meetings whose time is over.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.complete_past_meetings');
