import { countLeads, findLead, listLeadEvidence, listLeads, moveLead, overrideLead, withdrawLeadOverride } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const leads = router({
  list: query(listLeads),
  count: query(countLeads),
  ofCall: query(findLead),
  evidence: query(listLeadEvidence),
  move: mutation(moveLead),
  override: mutation(overrideLead),
  withdrawOverride: mutation(withdrawLeadOverride),
});
