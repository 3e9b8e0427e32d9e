// The jobs by name. A file's name is the name of its task.
import type { TaskList } from 'graphile-worker';
import { task as accountDelete } from './account__delete.ts';
import { task as activeCallCleanup } from './active_call__cleanup.ts';
import { task as analystWatchdog } from './analyst__watchdog.ts';
import { task as calendarSync } from './calendar__sync.ts';
import { task as callAnalyse } from './call__analyse.ts';
import { task as callRestamp } from './call__restamp.ts';
import { task as campaignAdvance } from './campaign__advance.ts';
import { task as campaignCancelItems } from './campaign__cancel_items.ts';
import { task as campaignWatch } from './campaign__watch.ts';
import { task as contactActionWork } from './contact_action__work.ts';
import { task as contactImportCheck } from './contact_import__check.ts';
import { task as contactImportExpire } from './contact_import__expire.ts';
import { task as contactImportMerge } from './contact_import__merge.ts';
import { task as contactImportUndo } from './contact_import__undo.ts';
import { task as dashboardCacheCleanup } from './dashboard_cache__cleanup.ts';
import { task as dashboardCacheFill } from './dashboard_cache__fill.ts';
import { task as emailCleanup } from './email__cleanup.ts';
import { task as emailSend } from './email__send.ts';
import { task as failureLogCleanup } from './failure_log__cleanup.ts';
import { task as kpiRefresh } from './kpi__refresh.ts';
import { task as loginAttemptCleanup } from './login_attempt__cleanup.ts';
import { task as meetingComplete } from './meeting__complete.ts';
import { task as notificationCleanup } from './notification__cleanup.ts';
import { task as removedPurge } from './removed__purge.ts';
import { type Job, type JobServices, recorded } from './run-function.ts';
import { task as sessionCleanup } from './session__cleanup.ts';
import { task as summaryQueue } from './summary__queue.ts';
import { task as uiEventPurge } from './ui_event__purge.ts';
import { task as webhookEventPurge } from './webhook_event__purge.ts';

export const jobs = {
  account__delete: accountDelete,
  active_call__cleanup: activeCallCleanup,
  analyst__watchdog: analystWatchdog,
  calendar__sync: calendarSync,
  call__analyse: callAnalyse,
  call__restamp: callRestamp,
  campaign__advance: campaignAdvance,
  campaign__cancel_items: campaignCancelItems,
  campaign__watch: campaignWatch,
  contact_action__work: contactActionWork,
  contact_import__check: contactImportCheck,
  contact_import__expire: contactImportExpire,
  contact_import__merge: contactImportMerge,
  contact_import__undo: contactImportUndo,
  dashboard_cache__cleanup: dashboardCacheCleanup,
  dashboard_cache__fill: dashboardCacheFill,
  email__cleanup: emailCleanup,
  email__send: emailSend,
  failure_log__cleanup: failureLogCleanup,
  kpi__refresh: kpiRefresh,
  login_attempt__cleanup: loginAttemptCleanup,
  meeting__complete: meetingComplete,
  notification__cleanup: notificationCleanup,
  removed__purge: removedPurge,
  session__cleanup: sessionCleanup,
  summary__queue: summaryQueue,
  ui_event__purge: uiEventPurge,
  webhook_event__purge: webhookEventPurge,
} satisfies Record<string, Job>;

/** The jobs as graphile-worker runs them. */
export const taskList = (services: JobServices): TaskList => Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, recorded(name, job, services)]));
