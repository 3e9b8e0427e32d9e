// The contract between SQL and TypeScript. What is generated comes from the catalog: change the database, then
// run `npm run generate`.
export type { FunctionArgument, FunctionDescriptor } from './function-descriptor.ts';
export * from './generated/errors.ts';
export * from './generated/functions.ts';
export * from './generated/jobs.ts';
export * from './generated/rows.ts';
export * from './generated/vocabularies.ts';
