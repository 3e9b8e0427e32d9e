// The usual dialer, and the control of the kill campaign: take an item, send, mark it done; a sweeper gives back what
// has been taken for too long. Between "send" and "done" it cannot know whether a call was placed, and does not ask.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const STUCK_AFTER_MS = 1500;
const given = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

await once(process.stdin, 'data');
const sql = new pg.Pool({ connectionString: given('WORKER_DATABASE_URL'), max: 4 });
process.stdout.write('ready\n');

async function dialOne(): Promise<boolean> {
  const { rows } = await sql.query<{ id: string; number: string }>(
    `update public.naive_queue q set taken_at = clock_timestamp()
     where q.id = (
       select x.id from public.naive_queue x
       where not x.done and (x.taken_at is null or x.taken_at < clock_timestamp() - $1 * interval '1 millisecond')
       order by x.taken_at nulls last, x.id limit 1 for update skip locked
     )
     returning q.id, q.number`,
    [STUCK_AFTER_MS],
  );
  const item = rows[0];
  if (!item) return false;
  const answer = await fetch(`${given('BOLNA_BASE_URL')}/call`, {
    method: 'POST',
    headers: { authorization: `Bearer ${given('BOLNA_API_KEY')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agent_id: given('AGENT_ID'), recipient_phone_number: item.number, user_data: { callgres_attempt_id: item.id } }),
    signal: AbortSignal.timeout(1000),
  }).catch(() => null);
  if (answer?.ok) await sql.query('update public.naive_queue set done = true where id = $1', [item.id]);
  return true;
}

const dialer = async (): Promise<void> => {
  for (;;) if (!(await dialOne().catch(() => false))) await pause(50);
};
await Promise.all([dialer(), dialer(), dialer(), dialer()]);
