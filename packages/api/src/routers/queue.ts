import { getQueuePosition, listQueueItems } from '@callgres/shared';
import { query, router } from '../trpc.ts';

export const queue = router({
  list: query(listQueueItems),
  position: query(getQueuePosition),
});
