// What became of calls: the call, its queue item, contact, campaign, ledger entries, transcript, and what must be gone.
// Left out are names (ids, numbers of people), and instants at which we, not the provider, did something.
import type pg from 'pg';

export interface FinalState {
  executionId: string;
  state: Record<string, unknown>;
}

const NAMES = "'{id,user_id,agent_id,contact_id,campaign_id,queue_id,attempt_id,call_id,lane_id,bolna_conversation_id,bolna_execution_id,phone_number,to_number,created_at,updated_at}'::text[]";
const OURS = "'{confirmed_at,confirm_tries,next_confirm_at,completed_at}'::text[]";

/** One entry for each call of the tenant, in the order of the execution ids. `without`: columns that may differ too. */
export async function finalStates(sql: pg.Pool, tenantId: string, without: readonly string[] = []): Promise<FinalState[]> {
  const { rows } = await sql.query<{ execution_id: string; state: Record<string, unknown> }>(
    `select c.bolna_execution_id as execution_id, jsonb_build_object(
       'call', to_jsonb(c) - ${NAMES} - ${OURS} - $2::text[],
       'confirmed', c.confirmed_at is not null,
       'item', to_jsonb(q) - ${NAMES} - ${OURS} - $2::text[],
       'contact', to_jsonb(t) - ${NAMES} - $2::text[],
       'campaign', to_jsonb(k) - ${NAMES} - ${OURS} - $2::text[],
       'ledger', (select jsonb_agg(jsonb_build_array(l.type, l.amount) order by l.seq) from public.credit_transactions l where l.call_id = c.id),
       'transcript', (select jsonb_agg(jsonb_build_array(x.transcript_text, x.word_count)) from public.transcripts x where x.call_id = c.id),
       'open_attempts', (select count(*) from public.call_attempts a where a.id = c.attempt_id and a.closed_at is null),
       'holds', (select count(*) from public.credit_holds h where h.attempt_id = c.attempt_id),
       'lines', (select count(*) from public.active_calls s where s.bolna_execution_id = c.bolna_execution_id)
     ) as state
     from public.calls c
     left join public.call_queue q on q.id = c.queue_id
     left join public.contacts t on t.id = c.contact_id
     left join public.call_campaigns k on k.id = c.campaign_id
     where c.user_id = $1
     order by c.bolna_execution_id`,
    [tenantId, without],
  );
  return rows.map((row) => ({ executionId: row.execution_id, state: row.state }));
}

/** The different endings among these, each with one call that shows it. */
export function endings(states: readonly FinalState[]): { state: Record<string, unknown>; calls: number; example: string }[] {
  const seen = new Map<string, { state: Record<string, unknown>; calls: number; example: string }>();
  for (const { executionId, state } of states) {
    const key = JSON.stringify(state);
    const known = seen.get(key);
    if (known) known.calls++;
    else seen.set(key, { state, calls: 1, example: executionId });
  }
  return [...seen.values()].sort((a, b) => b.calls - a.calls);
}
