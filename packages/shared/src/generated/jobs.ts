// Written by `npm run generate` from the calls of public.add_job in all functions. Do not edit.

/** The tasks that the database enqueues; packages/api/src/jobs has a file for each. */
export const jobNames = [
  'account__delete',
  'calendar__sync',
  'call__analyse',
  'call__restamp',
  'campaign__cancel_items',
  'contact_action__work',
  'contact_import__check',
  'contact_import__merge',
  'contact_import__undo',
  'email__send',
] as const;
export type JobName = (typeof jobNames)[number];
