// Computes ahead what dashboards show of past days.
import { repeat } from './run-function.ts';

export const task = repeat('public.fill_dashboard_cache');
