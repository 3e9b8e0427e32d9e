import { listLines } from '@callgres/shared';
import { query, router } from '../trpc.ts';

export const lines = router({ list: query(listLines) });
