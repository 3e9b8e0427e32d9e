// Everybody at once, as in production but closer together: claimers, releasers, people who queue others, the
// promoter, somebody who changes limits. Nobody sleeps: who has nothing to do waits until another has done something.
import type pg from 'pg';
import { type Agent, type Campaign, type Tenant, aCampaign, aDirectCall, anAgent, aTenant, contacts } from '../../support/cast.ts';
import { type Agents, lifeOf, type Step } from './lives.ts';
import { applyAll } from './provider.ts';
import { claim, Faults, type Scene } from './scene.ts';
import type { Chance } from './seed.ts';

export interface Client extends Tenant {
  agent: Agent;
  campaigns: Campaign[];
  people: string[];
}

export interface Race {
  scene: Scene;
  chance: Chance;
  clients: Client[];
  agents: Agents;
  faults: Faults;
  /** Attempts whose life has further steps. */
  alive: Step[][];
  /** After so many claims nobody is queued any more. */
  target: number;
  claims: number;
  queued: number;
  /** Due people at the last look, and those queued since. */
  waiting: number;
  rolledBack: number;
  over: boolean;
  bell: Bell;
}

/** Rung after whatever may give somebody else work; at the latest by the next look of the monitor. */
export class Bell {
  #next = Promise.withResolvers<undefined>();
  #last = false;

  ring(): void {
    this.#next.resolve(undefined);
    if (!this.#last) this.#next = Promise.withResolvers();
  }

  /** Who listens from now on hears it at once. */
  ringForEver(): void {
    this.#last = true;
    this.ring();
  }

  heard(): Promise<undefined> {
    return this.#next.promise;
  }
}

/** Twenty tenants with two campaigns each, of which nobody waits yet but one person in a distant year. */
export async function aRace(scene: Scene, chance: Chance, target: number, { tenants = 20, cap = 3 } = {}): Promise<Race> {
  const clients: Client[] = [];
  for (let index = 0; index < tenants; index++) {
    const tenant = await aTenant(scene.sql, { limit: cap, weight: 1 + (index % 3) });
    const agent = await anAgent(scene.sql, tenant);
    const campaigns = [
      await aCampaign(scene, tenant, agent, { people: 1, first: 9_000_000, maxRetries: 1 }),
      await aCampaign(scene, tenant, agent, { people: 1, first: 9_000_001 }),
    ];
    clients.push({ ...tenant, agent, campaigns, people: await contacts(scene.sql, tenant, 40) });
  }
  // Keeps the campaigns from being finished: what is queued later would come into a campaign that is over.
  await scene.sql.query("update public.call_queue set due = false, scheduled_for = now() + interval '50 years'");
  const agents = new Map(clients.map(({ agent }) => [agent.bolnaAgentId, agent]));
  return { scene, chance, clients, agents, faults: new Faults(), alive: [], target, claims: 0, queued: 0, waiting: 0, rolledBack: 0, over: false, bell: new Bell() };
}

/** Some tenants have most of the work. */
const someClient = ({ clients, chance }: Race): Client => chance.pick(clients.slice(0, 1 + chance.below(clients.length)));

/** Nobody piles up work without end; a waiting queue of a hundred keeps every claimer busy. */
const mayQueue = (race: Race): boolean => race.claims < race.target && race.waiting < 100;

export async function claimer(race: Race, worker: pg.Client): Promise<void> {
  const owner = race.chance.uuid();
  while (!race.over) {
    const attempts = (await race.faults.none(claim(worker, owner, race.chance.pick([1, 3, 8, 50])))) ?? [];
    begin(race, attempts, owner);
    if (attempts.length === 0) await race.bell.heard();
    else race.bell.ring();
  }
}

function begin(race: Race, attempts: readonly string[], owner: string): void {
  race.claims += attempts.length;
  for (const attempt of attempts) race.alive.push(lifeOf(attempt, owner, race.agents, race.chance));
}

export async function releaser(race: Race, worker: pg.Client, api: pg.Client): Promise<void> {
  for (let round = 0; !race.over; round++) {
    const life = race.alive.splice(race.chance.below(race.alive.length), 1)[0];
    const step = life?.shift();
    if (life && step && (await race.faults.none(step({ worker, api }))) === true) race.alive.push(life);
    if (step && round % 8 !== 0) continue;
    await race.faults.none(applyAll(worker));
    race.bell.ring();
    if (!step) await race.bell.heard();
  }
}

/** Queues up to five people in a transaction of several statements; three of ten change their mind. */
export async function enqueuer(race: Race, definer: pg.Client): Promise<void> {
  const { chance, faults } = race;
  while (!race.over) {
    if (!mayQueue(race)) { await race.bell.heard(); continue; }
    const client = someClient(race);
    const campaign = chance.pick(client.campaigns);
    // In the order of their ids, as the product does it: two who queue the same people wait for each other in one direction.
    const people = Array.from({ length: 1 + chance.below(5) }, () => chance.pick(client.people)).sort();
    const regret = chance.below(10) < 3;
    await faults.none(definer.query('begin'));
    for (const person of people) await faults.none(queueOne(chance, definer, client, campaign, person));
    await faults.none(definer.query(regret ? 'rollback' : 'commit'));
    if (regret) race.rolledBack++;
    else race.queued += people.length;
    race.waiting += regret ? 0 : people.length;
    race.bell.ring();
  }
}

async function queueOne(chance: Chance, definer: pg.Client, { id, agent }: Client, campaign: Campaign, person: string): Promise<void> {
  const later = chance.below(4) === 0;
  await definer.query(
    `insert into public.call_queue
       (user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, priority, max_retries, lane_id, due, scheduled_for)
     select $1, $2, t.id, $4, t.phone_number, t.name, $6, 1, $5, not $7, case when $7 then now() + interval '1 hour' end
     from public.contacts t
     where t.id = $3
     on conflict (campaign_id, contact_id) where status in ('pending', 'processing') and campaign_id is not null do nothing`,
    [id, campaign.id, person, agent.id, campaign.laneId, chance.below(3), later],
  );
}

/** Clicks "call now", a person at a time. */
export async function clicker(race: Race, api: pg.Client): Promise<void> {
  while (!race.over) {
    if (!mayQueue(race)) { await race.bell.heard(); continue; }
    const client = someClient(race);
    await race.faults.none(aDirectCall({ api }, client, client.agent, race.chance.pick(client.people)));
    race.queued++;
    race.waiting++;
    race.bell.ring();
  }
}

/** Brings the future in, and now and then takes all leases to be over, as if the workers had died. */
export async function promoter(race: Race, worker: pg.Client): Promise<void> {
  const { faults } = race;
  for (let round = 1; !race.over; round++) {
    await faults.none(worker.query("select public.promote_due_items(1000, now() + interval '1 day')"));
    if (round % 25 === 0) await faults.none(worker.query("select public.expire_attempts(now() + interval '1 hour')"));
    await race.bell.heard();
  }
}

/** Raises and lowers the limits of some tenants and of the platform; who raises a limit wakes the tenant. */
export async function limiter(race: Race, definer: pg.Client, tenants: readonly Client[], systemCap: number): Promise<void> {
  const { chance, faults } = race;
  while (!race.over) {
    await faults.none(definer.query(
      'update public.tenant_dispatch set max_concurrent_calls = $2, ready = true where user_id = $1',
      [chance.pick(tenants).id, chance.pick([1, 2, 3, 5])],
    ));
    await faults.none(definer.query("update public.system_config set value = $1 where key = 'dial.system_max_concurrent'", [String(systemCap - chance.below(6))]));
    await race.bell.heard();
  }
}

/** Runs a part; when it fails, the race is over for all. */
export async function running<T>(race: Race, part: Promise<T>): Promise<T> {
  try {
    return await part;
  } finally {
    race.over = true;
    race.bell.ringForEver();
  }
}

/** Claims and releases until nothing is left: two empty claims with nobody on a line, one after the other. */
export async function drain(race: Race, lines: { worker: pg.Client; api: pg.Client }): Promise<void> {
  const owner = race.chance.uuid();
  for (let idle = 0; idle < 2; ) {
    const attempts = await claim(lines.worker, owner);
    begin(race, attempts, owner);
    for (const life of race.alive.splice(0)) for (const step of life) if (!(await step(lines))) break;
    await applyAll(lines.worker);
    idle = attempts.length === 0 ? idle + 1 : 0;
  }
}
