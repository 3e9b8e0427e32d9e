// Writes the daily summary of each tenant whose morning has come.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.queue_daily_summaries');
