// The one schedule. Times are UTC; a job that is late by more than its interval is not made up for, because each
// run does all that is due.

export const crontab = `
0   *   *  *  *  session__cleanup
17  3   *  *  *  login_attempt__cleanup
22  3   *  *  *  failure_log__cleanup
37  3   *  *  *  email__cleanup
42  3   *  *  *  notification__cleanup
52  3   *  *  *  removed__purge
*/15 *  *  *  *  summary__queue
32  *   *  *  *  contact_import__expire
*   *   *  *  *  email__send
*   *   *  *  *  calendar__sync
*   *   *  *  *  account__delete
*/5 *   *  *  *  active_call__cleanup
*   *   *  *  *  campaign__advance
*   *   *  *  *  campaign__watch
*   *   *  *  *  analyst__watchdog
*/5 *   *  *  *  call__analyse
*/5 *   *  *  *  meeting__complete
*/5 *   *  *  *  ui_event__purge
7   *   *  *  *  kpi__refresh
12  *   *  *  *  dashboard_cache__fill
27  3   *  *  *  dashboard_cache__cleanup
47  3   *  *  *  webhook_event__purge
`;

/** The schedule of each job that has one. */
export const schedules: ReadonlyMap<string, string> = new Map(
  crontab.trim().split('\n').map((line) => {
    const fields = line.trim().split(/\s+/);
    return [fields[5] ?? '', fields.slice(0, 5).join(' ')];
  }),
);
