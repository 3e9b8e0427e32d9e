import { listAgentFigures, listAgents } from '@callgres/shared';
import { query, router } from '../trpc.ts';

export const agents = router({ list: query(listAgents), figures: query(listAgentFigures) });
