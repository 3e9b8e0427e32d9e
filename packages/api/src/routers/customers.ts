import { changeCustomer, convertContact, getCustomer, listCustomers, removeCustomer, sumCustomers } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const customers = router({
  list: query(listCustomers),
  byId: query(getCustomer),
  sum: query(sumCustomers),
  convert: mutation(convertContact),
  change: mutation(changeCustomer),
  remove: mutation(removeCustomer),
});
