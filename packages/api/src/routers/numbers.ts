import { addPhoneNumber, listAllPhoneNumbers, listPhoneNumbers, movePhoneNumber, renamePhoneNumber, setPhoneNumberActive } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const numbers = router({
  list: query(listPhoneNumbers),
  rename: mutation(renamePhoneNumber),
  /** Of all accounts, for administrators. */
  all: query(listAllPhoneNumbers),
  add: mutation(addPhoneNumber),
  setActive: mutation(setPhoneNumberActive),
  move: mutation(movePhoneNumber),
});
