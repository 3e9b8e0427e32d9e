// Begins campaigns whose day has come and ends those whose last day is over.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.advance_campaigns');
