// Ends imports that nobody goes on with.
import { callOnce } from './run-function.ts';

export const task = callOnce('public.expire_contact_imports');
