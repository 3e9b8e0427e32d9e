import {
  actOnContacts, addContact, addOptOuts, changeContact, countContacts, explainContact, getContact, getContactAction, listContactTags, listContacts, listOptOuts,
  recordConsents, removeOptOut, undoContactAction, withdrawConsent,
} from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const contacts = router({
  list: query(listContacts),
  count: query(countContacts),
  byId: query(getContact),
  tags: query(listContactTags),
  add: mutation(addContact),
  change: mutation(changeContact),
  /** Tags many, or removes them; answers with the act, which can be undone. */
  act: mutation(actOnContacts),
  action: query(getContactAction),
  undo: mutation(undoContactAction),
  /** Whether they may be called, and all that has to do with calling them. */
  explain: query(explainContact),
  recordConsents: mutation(recordConsents),
  withdrawConsent: mutation(withdrawConsent),
  optOuts: query(listOptOuts),
  addOptOuts: mutation(addOptOuts),
  removeOptOut: mutation(removeOptOut),
});
