// Triggers by what they do. After a write that is seen in what their functions write; before one, in what they refuse.
import type { Body } from './bodies.ts';
import { effectsOf } from './effects.ts';
import { type Facts, type Relation, type Trigger, qualified } from './facts.ts';
import { HEAD, code, table } from './markdown.ts';
import { errorsOf } from './functions.ts';
import { headingOf } from './tables.ts';

interface Found { relation: Relation; trigger: Trigger; writes: readonly string[]; refuses: readonly string[] }

const writes = (found: Found, ...tables: readonly string[]): boolean => found.writes.some((name) => tables.includes(name));

/** The first kind that fits. */
const KINDS: readonly (readonly [title: string, is: (found: Found) => boolean])[] = [
  ['Timestamp updates', ({ trigger }) => trigger.function === 'public.update_updated_at_column'],
  ['Refusals', ({ trigger, refuses }) => trigger.timing === 'before' && refuses.length > 0],
  ['Values and order, before the write', ({ trigger }) => trigger.timing === 'before'],
  ['Analytics: rollups', (found) => writes(found, 'agent_analytics', 'user_analytics')],
  ['Cache invalidation', (found) => writes(found, 'kpi_notes', 'dashboard_cache')],
  ['Live events', (found) => found.writes.every((name) => name === 'ui_events') && (found.writes.length > 0 || found.relation.name === 'ui_events')],
  ['Business logic, after the write', () => true],
];

export function printTriggers(facts: Facts, bodies: ReadonlyMap<string, Body>): string {
  const all = facts.relations.flatMap((relation) => relation.triggers.map((trigger): Found => {
    const of = facts.functions.find((each) => qualified(each) === trigger.function);
    return { relation, trigger, writes: [...effectsOf(bodies, trigger.function).writes].map((name) => name.replace('public.', '')).sort(), refuses: of ? errorsOf(of) : [] };
  }));
  const sections = KINDS.map(([title], kind) => {
    const rows = all.filter((found) => KINDS.findIndex(([, is]) => is(found)) === kind).map(({ relation, trigger, writes: tables, refuses }) => [
      trigger.name, headingOf(relation), `${trigger.timing} ${trigger.event}, per ${trigger.level}`, code(trigger.function), trigger.comment ?? '', [...tables, ...refuses.map((error) => `raises ${error}`)].join(', '),
    ]);
    return rows.length === 0 ? '' : `## ${title}\n\n${table(['Trigger', 'Table', 'When', 'Function', 'Meaning', 'Writes'], rows)}`;
  });
  return `${HEAD}# Triggers\n\nTriggers of one table and event fire in the order of their names, and that is the order in which rows are locked. The last column is read from the function and all it calls; what the triggers of those tables write comes on top.\n\n${sections.join('')}`;
}
