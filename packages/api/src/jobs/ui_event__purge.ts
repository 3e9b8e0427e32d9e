// Deletes live events that no browser will ask for any more.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.purge_ui_events');
