// The state machines, taken from what enforces them: a table of steps where there is one, else the functions that write
// the state, read statement by statement.
import { type Facts, type FunctionFacts, type Relation, qualified } from './facts.ts';
import { HEAD, fence, table } from './markdown.ts';
import { wordsOf } from './tables.ts';

interface Write { by: string; from: string[]; to: string[] }

const state = (word: string): string => word.replaceAll('-', '_');

/** From a place to the parenthesis that closes what is open there, or to the end of the statement. */
function upToEnd(source: string, start: number): string {
  let depth = 0;
  let end = start;
  for (; end < source.length; end++) {
    if (source[end] === '(') depth++;
    if (source[end] === ')' && --depth < 0) break;
    if (source[end] === ';' && depth === 0) break;
  }
  return source.slice(start, end);
}

/** The updates and inserts of one table in a function. A data-modifying CTE ends with its parenthesis, a statement with its semicolon. */
function statementsOn(of: FunctionFacts, name: string): { verb: 'update' | 'insert'; text: string }[] {
  const source = of.source.replaceAll(/--[^\n]*/g, '');
  return [...source.matchAll(new RegExp(String.raw`\b(update|insert into)\s+public\.${name}\b`, 'g'))].map((found) => {
    return { verb: found[1] === 'update' ? 'update' as const : 'insert' as const, text: upToEnd(source, found.index) };
  });
}

const constants = (text: string, words: readonly string[]): string[] => words.filter((word) => text.includes(`'${word}'`));

/** The words that a text compares the column with, under any name that the function gives the table. */
function wordsBefore(of: FunctionFacts, text: string, name: string, column: string, words: readonly string[]): string[] {
  const aliases = [...of.source.matchAll(new RegExp(String.raw`public\.${name}\s+(?:as\s+)?(\w+)`, 'g'))].map((found) => found[1]);
  const compared = text.matchAll(new RegExp(String.raw`\b(?:${[...new Set(aliases)].join('|')})\.${column}\s*(?:=\s*('[^']*')|in\s*\(([^)]*)\))`, 'g'));
  return [...new Set([...compared].flatMap((found) => constants(found[1] ?? found[2] ?? '', words)))];
}

/** What an assignment can give: its constants, or, when it is computed, those of its branches and of the calls that pass it. */
function wordsAssigned(facts: Facts, of: FunctionFacts, assigned: string, words: readonly string[]): string[] {
  const constant = constants(assigned.replaceAll(/\bwhen\b[\s\S]*?\bthen\b/g, 'then'), words);
  if (constant.length > 0 && !/\w\.\w/.test(assigned)) return constant;
  const branches = [...of.source.matchAll(/\b(?:then|else)\s+('\w+')/g)].flatMap((found) => constants(found[1] ?? '', words));
  const passed = facts.functions.flatMap((caller) => [...caller.source.matchAll(new RegExp(String.raw`${qualified(of).replace('.', String.raw`\.`)}\s*\(`, 'g'))].flatMap((found) => constants(upToEnd(caller.source, found.index + found[0].length).replaceAll(/=\s*'[^']*'/g, ''), words)));
  const outcomes = /outcome/.test(assigned) ? facts.providerStatuses.flatMap((status) => (status.queueOutcome === null ? [] : constants(`'${status.queueOutcome}'`, words))) : [];
  return [...new Set([...constant, ...branches, ...passed, ...outcomes])];
}

/** What a function makes of the column: the words that its SET can give, and those that it demands before. */
function writesOf(facts: Facts, of: FunctionFacts, relation: Relation, column: string, words: readonly string[]): Write[] {
  return statementsOn(of, relation.name).flatMap(({ verb, text }): Write[] => {
    if (verb === 'insert') {
      const columns = /\(([^)]*)\)/.exec(text)?.[1]?.split(',').map((name) => name.trim()) ?? [];
      const fallback = relation.columns.find((each) => each.name === column)?.default ?? '';
      const to = columns.includes(column) ? constants(text.replace(/\([^)]*\)/, ''), words) : constants(fallback, words);
      return to.length === 0 ? [] : [{ by: qualified(of), from: [], to }];
    }
    const [, set = ''] = text.split(/\bset\b([\s\S]*)/);
    const assigned = new RegExp(String.raw`(?:^|[\s,])${column}\s*=\s*(case\b[\s\S]*?\bend|'[^']*'|[\w.]+)`).exec(set.split(/\b(?:from|where)\b/)[0] ?? '')?.[1];
    if (assigned === undefined) return [];
    const inStatement = wordsBefore(of, text, relation.name, column, words);
    const from = inStatement.length > 0 ? inStatement : wordsBefore(of, of.source, relation.name, column, words);
    const to = wordsAssigned(facts, of, assigned, words);
    return to.length === 0 ? [] : [{ by: qualified(of), from, to }];
  });
}

function fromFunctions(facts: Facts, name: string, column: string): string {
  const relation = facts.relations.find((each) => qualified(each) === `public.${name}`);
  if (!relation) return '';
  const words = wordsOf(relation, column);
  const writes = facts.functions.flatMap((of) => writesOf(facts, of, relation, column, words));
  const edges = new Map<string, Set<string>>();
  const add = (edge: string, by: string): void => { edges.set(edge, (edges.get(edge) ?? new Set()).add(by.replace(/^public\./, ''))); };
  for (const write of writes)
    for (const to of write.to)
      if (write.from.length === 0) add(`[*] --> ${state(to)}`, write.by);
      else for (const from of write.from) if (from !== to) add(`${state(from)} --> ${state(to)}`, write.by);
  const lines = [...edges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([edge, by]) => `  ${edge} : ${[...by].sort().join(', ')}`);
  return (
    fence('mermaid', `stateDiagram-v2\n${words.map((word) => `  ${state(word)}`).join('\n')}\n${lines.join('\n')}`) +
    'An edge from the dot is a write whose function does not name the state before: an insert, or an update of rows that its caller has chosen and locked.\n\n' +
    table(['Function', 'from', 'to'], writes.map((write) => [write.by, write.from.join(', ') || 'new rows, or rows that its caller has chosen', write.to.join(', ')]))
  );
}

function ofCampaigns(facts: Facts): string {
  const lines = facts.campaignSteps.map((step) => `  ${step.from} --> ${step.to} : ${step.action ?? 'by itself'}`);
  return fence('mermaid', `stateDiagram-v2\n  [*] --> draft\n${lines.join('\n')}`) + table(['from', 'to', 'taken by', 'meaning'], facts.campaignSteps.map((step) => [step.from, step.to, step.action ?? 'itself', step.description]));
}

/** A call only ever goes up in rank, so each word can follow those of a lower rank that are not the end. */
function ofCalls(facts: Facts): string {
  const edges = new Set<string>(['  [*] --> initiated']);
  for (const before of facts.providerStatuses)
    for (const after of facts.providerStatuses)
      if (before.rank < after.rank && !before.isTerminal && before.callStatus !== after.callStatus) edges.add(`  ${state(before.callStatus)} --> ${state(after.callStatus)}`);
  for (const status of facts.providerStatuses) if (status.isTerminal) edges.add(`  ${state(status.callStatus)} --> [*]`);
  return fence('mermaid', `stateDiagram-v2\n${[...edges].join('\n')}`) + table(['provider says', 'rank', 'the call is', 'the queue item becomes'], facts.providerStatuses.map((status) => [status.word, String(status.rank), status.callStatus, status.queueOutcome ?? '(not over)']));
}

function ofMeetings(facts: Facts): string {
  const meetings = facts.relations.find((each) => qualified(each) === 'public.calendar_meetings');
  return `Allowed words: ${meetings ? wordsOf(meetings, 'status').join(', ') : ''}. No steps between them are enforced yet.\n\n`;
}

export function printStates(facts: Facts): string {
  return [
    HEAD, '# State machines\n\n',
    '## Campaigns\n\nFrom the table `campaign_status_steps`; the trigger `_100_refuse_illegal_step` refuses every other step.\n\n', ofCampaigns(facts),
    '## Calls\n\nFrom the table `provider_statuses`; `merge_folded_calls` never lowers the rank.\n\n', ofCalls(facts),
    '## Attempts\n\nFrom the functions that write `call_attempts.state`; its CHECKs tie each state to its times.\n\n', fromFunctions(facts, 'call_attempts', 'state'),
    '## Queue items\n\nFrom the functions that write `call_queue.status`.\n\n', fromFunctions(facts, 'call_queue', 'status'),
    '## Meetings\n\n', ofMeetings(facts),
  ].join('');
}
