// A wallet twice: in the database, and as arithmetic on a sheet of paper. Both are told the same commands.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { count, one, sha256 } from '../../support/cast.ts';

export type Command =
  | { do: 'buy'; amount: number }
  | { do: 'adjust'; amount: number }
  | { do: 'price'; pulse: number; price: number }
  | { do: 'claim' }
  | { do: 'refused'; which: number }
  | { do: 'end'; which: number; word: string; seconds: number }
  | { do: 'repeat'; which: number; seconds: number }
  | { do: 'inbound'; seconds: number };

const LONGEST_CALL = 300 + 30; // settings dial.default_call_terminate_seconds and dial.call_grace_seconds
const LINES = 10;
const CHARGED = new Set(['completed', 'canceled', 'stopped', 'error']);

interface Flight {
  attemptId: string;
  executionId: string | null;
  hold: number;
  pulse: number;
  price: number;
}

/** The sheet of paper. Integers only; seconds are rounded up before they get here. */
export class Paper {
  credits: number;
  pulse = 60;
  price = 1;
  readonly holds = new Map<string, number>();
  readonly charges = new Map<string, { credits: number; shortfall: number }>();

  constructor(credits: number) {
    this.credits = credits;
  }

  get held(): number {
    return [...this.holds.values()].reduce((sum, hold) => sum + hold, 0);
  }

  get holdOfOneCall(): number {
    return Math.ceil(LONGEST_CALL / this.pulse) * this.price;
  }

  mayClaim(): boolean {
    return this.holds.size < LINES && this.credits - this.held >= this.holdOfOneCall;
  }

  charge(executionId: string, seconds: number, pulse: number, price: number): void {
    const due = Math.ceil(seconds / pulse) * price;
    const paid = Math.max(0, Math.min(due, this.credits - this.held));
    this.credits -= paid;
    this.charges.set(executionId, { credits: paid, shortfall: due - paid });
  }
}

/** The database, driven as the worker drives it. Works inside one transaction of the caller. */
export class Wallet {
  readonly paper: Paper;
  readonly flights: Flight[] = [];
  readonly #sql: pg.ClientBase;
  readonly #user: string;
  readonly #agent: { id: string; bolnaAgentId: string; secretHash: string };
  #people = 0;
  readonly #ended: { executionId: string; body: Record<string, unknown> }[] = [];

  private constructor(sql: pg.ClientBase, user: string, agent: { id: string; bolnaAgentId: string; secretHash: string }, credits: number) {
    this.#sql = sql;
    this.#user = user;
    this.#agent = agent;
    this.paper = new Paper(credits);
  }

  static async open(sql: pg.ClientBase, credits: number): Promise<Wallet> {
    const user = await one<{ id: string }>(sql, 'insert into public.users (email, name, credits) values ($1, $2, $3) returning id', [`${randomUUID()}@example.test`, 'Tenant', credits]);
    const bolnaAgentId = randomUUID();
    const agent = await one<{ id: string }>(
      sql, 'insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash) values ($1, $2, $3, $4) returning id',
      [user.id, bolnaAgentId, 'Ava', sha256(bolnaAgentId)],
    );
    return new Wallet(sql, user.id, { id: agent.id, bolnaAgentId, secretHash: sha256(bolnaAgentId) }, credits);
  }

  async run(command: Command): Promise<void> {
    switch (command.do) {
      case 'buy': return this.#add(command.amount, 'purchase');
      case 'adjust': return this.#add(command.amount, 'adjustment');
      case 'price': return this.#setPrice(command.pulse, command.price);
      case 'claim': return this.#claim();
      case 'refused': return this.#refused(this.flights[command.which % Math.max(1, this.flights.length)]);
      case 'end': return this.#end(this.flights[command.which % Math.max(1, this.flights.length)], command.word, command.seconds);
      case 'repeat': return this.#repeat(this.#ended[command.which % Math.max(1, this.#ended.length)], command.seconds);
      case 'inbound': return this.#inbound(command.seconds);
    }
  }

  /** What differs between database and paper, and every violated rule of money; empty when all is well. */
  async faults(): Promise<string[]> {
    const found = await one<{ faults: string[]; credits: number; held: string; calls: Record<string, { credits: number; shortfall: number }> }>(
      this.#sql,
      `select array(
          select v.key || ' ' || v.detail from public.invariant_11_balance_is_ledger v union all select v.key || ' ' || v.detail from public.invariant_12_ledger_runs v
          union all select v.key || ' ' || v.detail from public.invariant_13_charged_once v union all select v.key || ' ' || v.detail from public.invariant_14_holds_match_attempts v
        ) as faults,
        u.credits, (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id) as held,
        (select coalesce(jsonb_object_agg(c.bolna_execution_id, jsonb_build_object('credits', c.credits, 'shortfall', c.credits_shortfall)), '{}')
         from public.calls c where c.user_id = u.id and c.confirmed_at is not null) as calls
       from public.users u where u.id = $1`,
      [this.#user],
    );
    const faults = [...found.faults];
    if (found.credits !== this.paper.credits) faults.push(`balance ${found.credits}, on paper ${this.paper.credits}`);
    if (Number(found.held) !== this.paper.held) faults.push(`held ${found.held}, on paper ${this.paper.held}`);
    for (const [id, charge] of this.paper.charges)
      if (found.calls[id]?.credits !== charge.credits || found.calls[id].shortfall !== charge.shortfall) faults.push(`call ${JSON.stringify(found.calls[id])}, on paper ${JSON.stringify(charge)}`);
    if (Object.keys(found.calls).length !== this.paper.charges.size) faults.push('a call is confirmed that is not on paper');
    return faults;
  }

  async #add(amount: number, type: string): Promise<void> {
    const refused = amount < 0 && this.paper.credits + amount < this.paper.held;
    await this.#sql.query('savepoint before');
    const key = await this.#sql.query('select public.add_credits($1, $2, $3, null)', [this.#user, amount, type]).then(() => null, (error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (key !== null) await this.#sql.query('rollback to before');
    if (key !== (refused ? 'credits_are_held' : null)) throw new Error(`adding ${amount}: ${key}`);
    if (!refused) this.paper.credits += amount;
  }

  async #setPrice(pulse: number, price: number): Promise<void> {
    await this.#sql.query("update public.system_config set value = case key when 'credits.pulse_seconds' then $1 else $2 end where key in ('credits.pulse_seconds', 'credits.price_per_pulse')", [String(pulse), String(price)]);
    [this.paper.pulse, this.paper.price] = [pulse, price];
  }

  async #claim(): Promise<void> {
    const number = `+1555${String(++this.#people).padStart(7, '0')}`;
    await this.#sql.query(
      `with person as (insert into public.contacts (user_id, name, phone_number) values ($1, 'Person', $3) returning id)
       insert into public.call_queue (user_id, contact_id, agent_id, phone_number, call_type, lane_id)
       select $1, p.id, $2, $3, 'direct', public.ensure_lane($1, 'direct', null, 'XF UTC') from person p`,
      [this.#user, this.#agent.id, number],
    );
    const worker = randomUUID();
    const { rows } = await this.#sql.query<{ attempt_id: string }>('select attempt_id from public.claim_calls($1, 1)', [worker]);
    const claimed = rows[0];
    if ((claimed !== undefined) !== this.paper.mayClaim()) throw new Error(claimed ? 'claimed without cover' : `not claimed with ${this.paper.credits - this.paper.held} free`);
    if (!claimed) {
      await this.#sql.query("delete from public.call_queue q where q.user_id = $1 and q.status = 'pending'", [this.#user]);
      return;
    }
    const hold = this.paper.holdOfOneCall;
    await this.#sql.query('select public.fence_attempt($1, $2)', [claimed.attempt_id, worker]);
    this.paper.holds.set(claimed.attempt_id, hold);
    this.flights.push({ attemptId: claimed.attempt_id, executionId: null, hold, pulse: this.paper.pulse, price: this.paper.price });
  }

  #land(flight: Flight): void {
    this.flights.splice(this.flights.indexOf(flight), 1);
    this.paper.holds.delete(flight.attemptId);
  }

  async #refused(flight: Flight | undefined): Promise<void> {
    if (!flight) return;
    await this.#sql.query('select public.record_dial_answer($1, $2, 422)', [flight.attemptId, randomUUID()]);
    this.#land(flight);
  }

  async #end(flight: Flight | undefined, word: string, seconds: number): Promise<void> {
    if (!flight) return;
    const executionId = randomUUID();
    await this.#sql.query('select public.record_dial_answer($1, $2, 200, null, $3)', [flight.attemptId, randomUUID(), executionId]);
    this.#land(flight);
    this.paper.charge(executionId, CHARGED.has(word) ? Math.ceil(seconds) : 0, flight.pulse, flight.price);
    await this.#pull(executionId, { id: executionId, agent_id: this.#agent.bolnaAgentId, status: word, conversation_duration: seconds });
  }

  async #pull(executionId: string, body: Record<string, unknown>): Promise<void> {
    this.#ended.push({ executionId, body });
    await this.#sql.query('select public.store_pulled_execution($1, 200, $2)', [executionId, JSON.stringify(body)]);
    while ((await count(this.#sql, 'select public.apply_call_events(1000)')) > 0);
  }

  /** The same bytes from both sides, then other words about a call that is over: nothing of it moves money. */
  async #repeat(ended: { executionId: string; body: Record<string, unknown> } | undefined, seconds: number): Promise<void> {
    if (!ended) return;
    for (const body of [ended.body, { ...ended.body, conversation_duration: seconds }, { ...ended.body, status: 'busy' }]) {
      await this.#sql.query('select api.receive_call_event($1, $2)', [this.#agent.secretHash, JSON.stringify(body)]);
      await this.#sql.query('select public.store_pulled_execution($1, 200, $2)', [ended.executionId, JSON.stringify(body)]);
    }
    while ((await count(this.#sql, 'select public.apply_call_events(1000)')) > 0);
  }

  async #inbound(seconds: number): Promise<void> {
    const executionId = randomUUID();
    this.paper.charge(executionId, Math.ceil(seconds), this.paper.pulse, this.paper.price);
    const body = { id: executionId, agent_id: this.#agent.bolnaAgentId, status: 'completed', conversation_duration: seconds, telephony_data: { call_type: 'inbound', from_number: '+442079460001', to_number: '+442079460002' } };
    await this.#pull(executionId, body);
  }
}
