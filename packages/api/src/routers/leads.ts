import { findLead, overrideLead, withdrawLeadOverride } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const leads = router({
  ofCall: query(findLead),
  override: mutation(overrideLead),
  withdrawOverride: mutation(withdrawLeadOverride),
});
