import { getContactImport, listContactImportRejects, listContactImports } from '@callgres/shared';
import { query, router } from '../trpc.ts';

export const imports = router({
  list: query(listContactImports),
  byId: query(getContactImport),
  rejects: query(listContactImportRejects),
});
