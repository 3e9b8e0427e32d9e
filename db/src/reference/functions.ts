// Functions as the reference shows them: signature, meaning, errors, who may call.
import { type Facts, type FunctionFacts, qualified } from './facts.ts';
import { code, table } from './markdown.ts';

const errorsOf = (of: FunctionFacts): string[] => [...new Set([...of.source.matchAll(/raise sqlstate '(VC\d+)' using\s+message = '(\w+)'/g)].map((found) => `${found[2] ?? ''} (${found[1] ?? ''})`))];

/** Roles with EXECUTE by the lines of the privilege matrix. */
function callers(facts: Facts): Map<string, string> {
  const lines = facts.privileges.filter((line) => line.startsWith('function '));
  return new Map(lines.map((line) => {
    const [object = '', rights = ''] = line.replace('function ', '').split(/: (.*)/s);
    return [object.replace(/\(.*$/s, ''), rights.replaceAll(' execute', '')];
  }));
}

export function printFunctions(facts: Facts, functions: readonly FunctionFacts[]): string {
  const may = callers(facts);
  const called = functions.filter((each) => each.result !== 'trigger');
  const triggers = functions.filter((each) => each.result === 'trigger');
  const rows = called.map((each) => [
    `${code(`${qualified(each)}(${each.arguments})`)} → ${code(each.result)}`,
    [each.comment ?? '', ...(errorsOf(each).length > 0 ? [`Itself raises: ${errorsOf(each).join(', ')}.`] : [])].join(' ').replaceAll(/@\w+ [^\n]*/g, ''),
    `${each.volatility}, ${each.security}`,
    may.get(qualified(each)) ?? '',
  ]);
  const triggerRows = triggers.map((each) => [
    code(qualified(each)),
    each.comment ?? '',
    facts.relations.flatMap((relation) => relation.triggers.filter((trigger) => trigger.function === qualified(each)).map((trigger) => `${relation.name}: ${trigger.timing} ${trigger.event}`)).join('; '),
  ]);
  return [
    called.length > 0 ? `## Functions\n\n${table(['Function', 'Meaning', 'Kind', 'Callable by'], rows)}` : '',
    triggers.length > 0 ? `## Trigger functions\n\n${table(['Function', 'Meaning', 'Fired by'], triggerRows)}` : '',
  ].join('');
}
