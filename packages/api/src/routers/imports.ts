import {
  cancelContactImport, getContactImport, listContactImportForecasts, listContactImportRejects, listContactImports, startContactImport, undoContactImport,
} from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const imports = router({
  list: query(listContactImports),
  byId: query(getContactImport),
  rejects: query(listContactImportRejects),
  /** What an import that waits would do, for each policy. */
  forecasts: query(listContactImportForecasts),
  start: mutation(startContactImport),
  cancel: mutation(cancelContactImport),
  undo: mutation(undoContactImport),
});
