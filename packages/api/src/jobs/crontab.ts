// The one schedule. Times are UTC; a job that is late by more than its interval is not made up for, because each
// run does all that is due.

export const crontab = `
0   *   *  *  *  session__cleanup
17  3   *  *  *  login_attempt__cleanup
*/5 *   *  *  *  active_call__cleanup
*   *   *  *  *  campaign__advance
*/5 *   *  *  *  ui_event__purge
7   *   *  *  *  kpi__refresh
27  3   *  *  *  dashboard_cache__cleanup
47  3   *  *  *  webhook_event__purge
`;
