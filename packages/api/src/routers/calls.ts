import { getCall, listCallSteps, listCalls, listOutcomes, requestDirectCall } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const calls = router({
  list: query(listCalls),
  byId: query(getCall),
  timeline: query(listCallSteps),
  outcomes: query(listOutcomes),
  requestDirect: mutation(requestDirectCall),
});
