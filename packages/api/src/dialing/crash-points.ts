// Places at which a worker can be made to die, for tests that prove what is true about dying there. Nothing happens
// unless the environment variable CRASHPOINT names one: `after_fence`, or `after_fence:3` for the third time it is
// passed. The process kills itself with SIGKILL, so that nothing of it runs on: no finally, no closing of sockets.

export const crashPoints = [
  'before_claim', 'after_claim',
  'before_fence', 'after_fence', 'before_send', 'after_send', 'after_answer', 'before_record', 'after_record',
  'before_apply', 'after_apply',
  'before_confirm_get', 'after_confirm_get', 'after_confirm_store',
  'before_promote', 'after_promote', 'before_expire', 'after_expire', 'before_sweep', 'after_sweep',
  'after_reconcile_start', 'after_reconcile_list', 'after_reconcile_note', 'after_reconcile_get', 'before_reconcile_finish', 'after_reconcile_finish',
  'before_beat', 'after_beat',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

const [target, count] = (process.env['CRASHPOINT'] ?? '').split(':');
let left = Number(count ?? 1);

if (target && !crashPoints.some((point) => point === target)) throw new Error(`CRASHPOINT names no point: ${target}`);

/** Dies here if told to. */
export function crashPoint(point: CrashPoint): void {
  if (point !== target || --left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); // until the signal arrives
}
