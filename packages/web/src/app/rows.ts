// Names for what the procedures answer, so that a component can say what it takes.
import type { AppRouter } from '@callgres/api';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type Outputs = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

export type Me = Outputs['session']['me'];
export type Agent = Outputs['agents']['list'][number];
export type Contact = Outputs['contacts']['list'][number];
export type ContactImport = Outputs['imports']['list'][number];
export type ImportReject = Outputs['imports']['rejects'][number];
export type Campaign = Outputs['campaigns']['list'][number];
export type Reason = Outputs['campaigns']['reasons'][number];
export type QueueItem = Outputs['queue']['list'][number];
export type Line = Outputs['lines']['list'][number];
export type Call = Outputs['calls']['list'][number];
export type CallDetails = Outputs['calls']['byId'];
export type CallStep = Outputs['calls']['timeline'][number];
export type Outcome = Outputs['calls']['outcomes'][number];
