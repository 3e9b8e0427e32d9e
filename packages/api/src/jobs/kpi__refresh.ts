// Stores the figures of days that have changed.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.scheduled_refresh_user_kpi_summary');
