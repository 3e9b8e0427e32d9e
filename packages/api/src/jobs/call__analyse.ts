// Analyses what calls have brought, chunk by chunk.
import { repeat } from './run-function.ts';

export const task = repeat('public.analyse_calls');
