// Does or undoes an act on many contacts, portion by portion. Payload: action_id.
import { repeatWith } from './run-function.ts';

export const task = repeatWith('public.work_on_contact_action', 'action_id');
