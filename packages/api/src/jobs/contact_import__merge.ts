// Merges an uploaded file into the contacts, chunk by chunk. Payload: import_id.
import { repeatWith } from './run-function.ts';

export const task = repeatWith('public.merge_contact_import_chunk', 'import_id');
