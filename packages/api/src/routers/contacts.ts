import { countContacts, getContact, listContactTags, listContacts } from '@callgres/shared';
import { query, router } from '../trpc.ts';

export const contacts = router({
  list: query(listContacts),
  count: query(countContacts),
  byId: query(getContact),
  tags: query(listContactTags),
});
