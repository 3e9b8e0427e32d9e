import {
  addOptOuts, countContacts, explainContact, getContact, listContactTags, listContacts, listOptOuts, recordConsents, removeOptOut, withdrawConsent,
} from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const contacts = router({
  list: query(listContacts),
  count: query(countContacts),
  byId: query(getContact),
  tags: query(listContactTags),
  /** Whether they may be called, and all that has to do with calling them. */
  explain: query(explainContact),
  recordConsents: mutation(recordConsents),
  withdrawConsent: mutation(withdrawConsent),
  optOuts: query(listOptOuts),
  addOptOuts: mutation(addOptOuts),
  removeOptOut: mutation(removeOptOut),
});
