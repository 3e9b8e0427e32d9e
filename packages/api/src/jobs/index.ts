// The jobs by name. A file's name is the name of its task.
import type { TaskList } from 'graphile-worker';
import { task as activeCallCleanup } from './active_call__cleanup.ts';
import { task as callRestamp } from './call__restamp.ts';
import { task as campaignAdvance } from './campaign__advance.ts';
import { task as campaignCancelItems } from './campaign__cancel_items.ts';
import { task as contactImportMerge } from './contact_import__merge.ts';
import { task as dashboardCacheCleanup } from './dashboard_cache__cleanup.ts';
import { task as kpiRefresh } from './kpi__refresh.ts';
import { task as loginAttemptCleanup } from './login_attempt__cleanup.ts';
import { task as sessionCleanup } from './session__cleanup.ts';
import { task as uiEventPurge } from './ui_event__purge.ts';
import { task as webhookEventPurge } from './webhook_event__purge.ts';

export const jobs = {
  active_call__cleanup: activeCallCleanup,
  call__restamp: callRestamp,
  campaign__advance: campaignAdvance,
  campaign__cancel_items: campaignCancelItems,
  contact_import__merge: contactImportMerge,
  dashboard_cache__cleanup: dashboardCacheCleanup,
  kpi__refresh: kpiRefresh,
  login_attempt__cleanup: loginAttemptCleanup,
  session__cleanup: sessionCleanup,
  ui_event__purge: uiEventPurge,
  webhook_event__purge: webhookEventPurge,
} satisfies TaskList;
