// Functions as the reference shows them: signature, meaning, errors, who may call.
import { errorsIn } from '../generate/sources.ts';
import { type Facts, type FunctionFacts, qualified } from './facts.ts';
import { code, shortTypes, table, untagged } from './markdown.ts';
import { rightsOf } from './rights.ts';

/** What a function itself raises: `campaign_not_found (VC404)`. */
export const errorsOf = (of: FunctionFacts): string[] => [...new Set(errorsIn(of).map((error) => `${error.key} (VC${String(error.status)})`))].sort();

/** Roles with EXECUTE by the lines of the privilege matrix. */
function callers(facts: Facts): Map<string, string> {
  return new Map(rightsOf(facts).filter((rights) => rights.object.startsWith('function ')).map((rights) => [rights.object.replace('function ', '').replace(/\(.*$/s, ''), [...rights.may.keys()].join(', ')]));
}

export function printFunctions(facts: Facts, functions: readonly FunctionFacts[]): string {
  const may = callers(facts);
  const called = functions.filter((each) => each.result !== 'trigger');
  const triggers = functions.filter((each) => each.result === 'trigger');
  const rows = called.map((each) => [
    `${code(shortTypes(`${qualified(each)}(${each.arguments})`))} → ${code(shortTypes(each.result))}`,
    untagged(each.comment),
    errorsOf(each).join(', '),
    `${each.volatility}, ${each.security === 'definer' ? `as ${each.owner}` : 'as its caller'}`,
    may.get(qualified(each)) || '(internal)',
  ]);
  const triggerRows = triggers.map((each) => [
    code(qualified(each)),
    untagged(each.comment),
    errorsOf(each).join(', '),
    facts.relations.flatMap((relation) => relation.triggers.filter((trigger) => trigger.function === qualified(each)).map((trigger) => `${relation.name}: ${trigger.timing} ${trigger.event}`)).join('; '),
  ]);
  return [
    called.length > 0 ? `## Functions\n\n${table(['Function', 'Meaning', 'Raises itself', 'Kind', 'Callable by'], rows)}` : '',
    triggers.length > 0 ? `## Trigger functions\n\n${table(['Function', 'Meaning', 'Raises itself', 'Fired by'], triggerRows)}` : '',
  ].join('');
}
