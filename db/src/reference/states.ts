// The state machines, taken from what enforces them: a table of steps or of ranks where there is one, else the functions
// that write the state (state-writes.ts).
import type { Body } from './bodies.ts';
import { type Facts, type Relation, qualified } from './facts.ts';
import { HEAD, fence, table } from './markdown.ts';
import { checked } from './prose.ts';
import { writersOf } from './rights.ts';
import { StateWrites, type Write } from './state-writes.ts';
import { wordsOf } from './tables.ts';

export interface Step {
  /** Undefined: the row is new. */
  from: string | undefined;
  to: string;
  /** What takes the step. */
  by: readonly string[];
}

export interface Machine {
  title: string;
  table: string;
  column: string;
  words: readonly string[];
  steps: readonly Step[];
  /** Words of the same rank, which replace each other until the end is confirmed. */
  interchangeable: readonly string[];
  /** Says what the steps are taken from. */
  from: string;
  details: string;
}

const short = (name: string): string => name.replace(/^public\./, '');

function stepsOfWrites(writes: readonly Write[]): Step[] {
  const steps = new Map<string, { from: string | undefined; to: string; by: Set<string> }>();
  for (const write of writes)
    for (const to of write.to)
      for (const from of write.from?.length === 0 ? [undefined] : (write.from ?? [])) {
        if (from === to) continue;
        const key = `${from ?? ''} ${to}`;
        const step = steps.get(key) ?? { from, to, by: new Set() };
        step.by.add(short(write.by));
        steps.set(key, step);
      }
  return [...steps.values()].map((step) => ({ ...step, by: [...step.by].sort() }));
}

const writersTable = (writes: readonly Write[]): string =>
  table(['Function', 'from', 'to'], writes.map((write) => [write.by, write.from?.length === 0 ? '(a new row)' : (write.from?.join(', ') ?? '(its callers choose)'), write.to.join(', ')]));

type Named = Pick<Machine, 'title' | 'table' | 'column'>;

function known(facts: Facts, bodies: ReadonlyMap<string, Body>, of: Named): { words: string[]; writes: Write[]; first: Step[] } {
  const relation = facts.relations.find((each: Relation) => qualified(each) === `public.${of.table}`);
  const words = relation ? wordsOf(relation, of.column) : [];
  const writes = new StateWrites(facts, bodies, of.table, of.column, words).all();
  return { words, writes, first: stepsOfWrites(writes).filter((step) => step.from === undefined) };
}

function fromWrites(facts: Facts, bodies: ReadonlyMap<string, Body>, of: Named): Machine {
  const { words, writes } = known(facts, bodies, of);
  const from = `From the functions that write \`${of.table}.${of.column}\` and from the conditions under which they choose their rows. Only ${writersOf(facts, `public.${of.table}`).join(', ')} may write the table, so other steps do not happen.`;
  return { ...of, words, steps: stepsOfWrites(writes), interchangeable: [], from, details: writersTable(writes) };
}

/** Steps are rows of a table, and a trigger refuses all others. */
function ofSteps(facts: Facts, bodies: ReadonlyMap<string, Body>, of: Named & { listedIn: string }): Machine {
  const { words, writes, first } = known(facts, bodies, of);
  const takers = (from: string, to: string): string[] => writes.filter((write) => (write.from === undefined || write.from.includes(from)) && write.to.includes(to)).map((write) => short(write.by));
  const listed = facts.statusSteps.filter((step) => step.table === of.table);
  const steps = listed.map((step) => ({ from: step.from, to: step.to, by: [step.action ?? 'by itself'] }));
  const rows = listed.map((step) => [step.from, step.to, step.action ?? '(by itself)', step.description, takers(step.from, step.to).join(', ')]);
  return {
    ...of, words, steps: [...first, ...steps], interchangeable: [],
    from: `From the table \`${of.listedIn}\`; the trigger \`_100_refuse_illegal_step\` of \`${of.table}\` refuses every other step, whoever asks.`,
    details: table(['from', 'to', 'action', 'Meaning', 'Written by'], rows),
  };
}

/** A call only goes up in rank until its end is confirmed, so each word can follow those of a lower rank that are not the end. */
function ofCalls(facts: Facts, bodies: ReadonlyMap<string, Body>, of: Named): Machine {
  const { words, first } = known(facts, bodies, of);
  const steps = new Map<string, Step>();
  for (const before of facts.providerStatuses)
    for (const after of facts.providerStatuses)
      if (before.rank < after.rank && !before.isTerminal && before.callStatus !== after.callStatus)
        steps.set(`${before.callStatus} ${after.callStatus}`, { from: before.callStatus, to: after.callStatus, by: [] });
  const ends = new Set(facts.providerStatuses.filter((status) => status.isTerminal).map((status) => status.callStatus));
  return {
    ...of, words, steps: [...first, ...steps.values()], interchangeable: words.filter((word) => ends.has(word)),
    from: 'From the table `provider_statuses`: `merge_folded_calls` never lowers the rank. Reported ends are of one rank: the newest counts, until our own question has confirmed it (`confirmed_at`); then nothing changes it. A confirmed `completed` without a conversation is a `no-answer`.',
    details: table(['provider says', 'rank', 'the call is', 'the queue item becomes'], facts.providerStatuses.map((status) => [status.word, String(status.rank), status.callStatus, status.queueOutcome ?? '(not over)'])),
  };
}

export function machinesOf(facts: Facts, bodies: ReadonlyMap<string, Body>): Machine[] {
  return [
    ofCalls(facts, bodies, { title: 'Calls', table: 'calls', column: 'status' }),
    fromWrites(facts, bodies, { title: 'Attempts', table: 'call_attempts', column: 'state' }),
    fromWrites(facts, bodies, { title: 'Queue items', table: 'call_queue', column: 'status' }),
    ofSteps(facts, bodies, { title: 'Campaigns', table: 'call_campaigns', column: 'status', listedIn: 'campaign_status_steps' }),
    ofSteps(facts, bodies, { title: 'Meetings', table: 'calendar_meetings', column: 'status', listedIn: 'meeting_status_steps' }),
  ];
}

const state = (word: string): string => word.replaceAll('-', '_');

function diagram({ words, steps: unordered, interchangeable }: Machine): string {
  const place = (word: string | undefined): number => words.indexOf(word ?? '');
  const steps = unordered.toSorted((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
  const edges = steps.map(({ from, to, by }) => `  ${from === undefined ? '[*]' : state(from)} --> ${state(to)}${by.length > 0 ? ` : ${by.join(', ')}` : ''}`);
  const ends = words.filter((word) => steps.some((step) => step.to === word) && !steps.some((step) => step.from === word) && !interchangeable.includes(word));
  const group = interchangeable.length === 0 ? [] : ['  state over {', ...interchangeable.map((word) => `    ${state(word)}`), '  }', '  over --> over : another end, until confirmed', '  over --> [*] : confirmed'];
  const named = words.filter((word) => word !== state(word)).map((word) => `  state "${word}" as ${state(word)}`);
  const alone = words.filter((word) => !interchangeable.includes(word) && !steps.some((step) => step.from === word || step.to === word)).map((word) => `  ${state(word)}`);
  return ['stateDiagram-v2', ...named, ...alone, ...group, ...edges, ...ends.map((word) => `  ${state(word)} --> [*]`)].join('\n');
}

export const printStates = (facts: Facts, bodies: ReadonlyMap<string, Body>): string =>
  `${HEAD}# State machines\n\n${machinesOf(facts, bodies).map((machine) => `## ${machine.title}\n\n${checked(facts, machine.from, 'db/src/reference/states.ts')}\n\n${fence('mermaid', diagram(machine))}${machine.details}`).join('')}`;
