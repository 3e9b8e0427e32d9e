// One attempt, from reservation to recorded answer. At most one request ever leaves for an attempt:
//
//   fence       SQL lets exactly one worker through, once, while enough of the lease is left.
//   deadline    The monotonic clock is read before the question, so the answer's milliseconds are never too many. It is
//               compared once more in the tick in which the request is handed to the socket: a process that slept
//               in between does not send.
//   no retry    Whatever comes back is recorded as it is. Silence is no reason to ask again; the provider's own list is.
import type { BolnaClient, PlacedCall } from '../providers/bolna/index.ts';
import { crashPoint } from './crash-points.ts';
import { type WorkerPool, fenceAttempt, recordDialAnswer } from './database.ts';
import { patiently } from './patiently.ts';

export interface Dialer {
  pool: WorkerPool;
  client: BolnaClient;
  workerId: string;
}

/** Returns the state the attempt is in now; `not_sent` when the fence refused it. */
export async function dialAttempt({ pool, client, workerId }: Dialer, attemptId: string): Promise<string> {
  crashPoint('before_fence');
  const askedAt = performance.now();
  const dial = await fenceAttempt(pool, attemptId, workerId);
  if (!dial) return 'not_sent';
  crashPoint('after_fence');
  const deadline = askedAt + dial.ms_left;
  const placing = client.placeCall(
    {
      agent_id: dial.bolna_agent_id,
      recipient_phone_number: dial.recipient_phone_number,
      ...(dial.from_phone_number === null ? {} : { from_phone_number: dial.from_phone_number }),
      user_data: dial.user_data,
      // A retry of the provider's would keep the execution id and move a finished call back: ours are new attempts.
      retry_config: { enabled: false },
    },
    {
      mayStillSend: () => {
        crashPoint('before_send');
        const may = performance.now() < deadline;
        if (may) setImmediate(crashPoint, 'after_send');
        return may;
      },
    },
  );
  const answer: PlacedCall = await placing;
  crashPoint('after_answer');
  crashPoint('before_record');
  // Recording may be repeated, sending may not: an answer that is lost here costs a reconciliation.
  const state = await patiently(() => recordDialAnswer(pool, attemptId, workerId, answer));
  crashPoint('after_record');
  return state;
}
