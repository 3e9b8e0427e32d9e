import { changeFollowUp, completeFollowUp, countFollowUps, createFollowUp, deleteFollowUp, listFollowUps } from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const followUps = router({
  list: query(listFollowUps),
  count: query(countFollowUps),
  create: mutation(createFollowUp),
  change: mutation(changeFollowUp),
  complete: mutation(completeFollowUp),
  remove: mutation(deleteFollowUp),
});
