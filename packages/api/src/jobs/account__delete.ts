// Deletes accounts, portion by portion.
import { repeat } from './run-function.ts';

export const task = repeat('public.delete_accounts');
