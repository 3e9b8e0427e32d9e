// Says what an import of a staged file would do. Payload: import_id.
import { repeatWith } from './run-function.ts';

export const task = repeatWith('public.check_contact_import', 'import_id');
