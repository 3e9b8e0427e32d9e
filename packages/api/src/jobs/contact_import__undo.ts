// Removes the contacts that an import made, portion by portion. Payload: import_id.
import { repeatWith } from './run-function.ts';

export const task = repeatWith('public.undo_contact_import_chunk', 'import_id');
