// What the file of each function says about it: its volatility, the errors that come out of it, and no clock of its own.
import { asKind, asList, statementsOf } from '@callgres/db/generate/parse-tree';
import { describe, expect, it } from 'vitest';
import { type SqlFile, definedBy, sqlFiles } from './sql-files.ts';

interface FunctionText {
  name: string;
  path: string;
  /** Everything between the signature and the comment, without remarks. */
  code: string;
  comment: string;
  isTrigger: boolean;
  namesVolatility: boolean;
}

/** The functions that files define. */
export function functionsOf(files: readonly SqlFile[]): FunctionText[] {
  return files.flatMap(({ path, text }) =>
    statementsOf(text).flatMap((statement) => {
      const name = definedBy(statement)?.replace(/^function /, '');
      if (statement.kind !== 'CreateFunctionStmt' || name === undefined) return [];
      const code = text.replaceAll(/--[^\n]*/g, '');
      const comment = new RegExp(String.raw`comment on function ${name.replace('.', String.raw`\.`)}(?:\(\))?\s+is\s+'((?:[^']|'')*)'`).exec(text)?.[1] ?? '';
      const options = asList(statement.fields['options']).map((option) => String(asKind(option, 'DefElem')?.['defname']));
      return [{ name, path, code, comment, isTrigger: /returns trigger\b/.test(code), namesVolatility: options.includes('volatility') }];
    }),
  );
}

const raisedIn = (code: string): string[] => [...code.matchAll(/raise sqlstate '(VC\d+)' using\s+message = '(\w+)'/g)].map((found) => `${found[2] ?? ''} ${found[1] ?? ''}`);
const keysOf = (code: string): Set<string> => new Set(raisedIn(code).map((raised) => raised.split(' ')[0] ?? ''));
/** A broken installation is no news to a caller; every function may meet one. */
const isOurFault = (raised: string): boolean => raised.endsWith(' VC500');

/** What require_user says for all who call it: an administrator who looks at an account is refused whatever could write. */
const ANYWHERE: ReadonlySet<string> = new Set(['view_reads_only']);

/** Keys that a function raises or lets through from those it calls. */
function reachable(name: string, functions: ReadonlyMap<string, FunctionText>, seen = new Set<string>()): Set<string> {
  const found = functions.get(name);
  if (found === undefined || seen.has(name)) return new Set();
  seen.add(name);
  const called = [...found.code.matchAll(/\b((?:public|api)\.\w+)\s*\(/g)].map((call) => call[1] ?? '');
  return new Set([...raisedIn(found.code).filter((raised) => !isOurFault(raised)).map((raised) => raised.split(' ')[0] ?? ''), ...called.flatMap((each) => [...reachable(each, functions, seen)])]);
}

/** Comments that leave out an error, or name one that cannot come. A trigger's errors may come out of whoever writes. */
function wrongErrors(all: readonly FunctionText[]): string[] {
  const functions = new Map(all.map((each) => [each.name, each]));
  const known = new Set(all.flatMap(({ code }) => [...keysOf(code)]));
  const fromTriggers = new Set(all.filter((each) => each.isTrigger).flatMap(({ code }) => [...keysOf(code)]));
  return all.flatMap(({ name, code, comment }) => {
    const said = new Set((/Raises ([^.]*)/.exec(comment)?.[1] ?? '').split(/[^a-z_]+/).filter((word) => known.has(word)));
    const can = new Set([...reachable(name, functions), ...keysOf(code), ...fromTriggers]);
    const must = name.startsWith('api.') ? new Set([...keysOf(code), ...reachable(name, functions)]) : keysOf(code);
    return [
      ...[...must].filter((key) => !said.has(key) && !ANYWHERE.has(key)).map((key) => `${name} does not say that it raises ${key}`),
      ...[...said].filter((key) => !can.has(key)).map((key) => `${name} says that it raises ${key}, which nothing that it calls does`),
    ];
  });
}

/** Where a function looks at the clock instead of being told the time, and why it may. */
const CLOCKS: Readonly<Record<string, string>> = {
  'accounts/api.sessions.sql': 'a view of what is open now',
  'accounts/api.tenants.sql': 'a view with the figures of today',
  'accounts/public.current_session_id.sql': 'see current_user_id',
  'accounts/public.current_user_id.sql': 'runs in every policy and takes no argument',
  'accounts/public.restamp_after_default_zone_change.sql': 'a trigger; the second job has to come after what runs now',
  'accounts/public.restamp_after_zone_change.sql': 'a trigger; the second job has to come after what runs now',
  'accounts/public.update_session_last_used.sql': 'a trigger; the session is used by what changes it now',
  'accounts/public.user_login_stats.sql': 'a view of what is open now',
  'campaigns/api.campaigns.sql': 'a view whose hours are those of now',
  'follow-ups/api.follow_ups.sql': 'a view of what is due today',
  'meetings/api.calendar_accounts.sql': 'a view of what is still to come',
};
function readsClock(files: readonly SqlFile[]): string[] {
  return files
    .filter(({ text }) => /\b(?:now\(\)|clock_timestamp\(\)|current_timestamp|statement_timestamp\(\))/i.test(text.replaceAll(/--[^\n]*|comment on [^;]*;|default now\(\)|updated_at = now\(\)/g, '')))
    .map(({ path }) => path);
}

const files = sqlFiles();
const functions = functionsOf(files);
const aFunction = (name: string, body: string, comment: string, header = 'volatile'): SqlFile => ({
  path: `a/${name}.sql`,
  text: `create or replace function ${name}() returns integer language plpgsql ${header} as $function$ begin ${body} end $function$;\ncomment on function ${name} is '${comment}';`,
});

describe('each function', () => {
  it('says whether it is volatile, stable or immutable', () => {
    expect(functions.length).toBeGreaterThan(100);
    expect(functions.filter((each) => !each.namesVolatility).map((each) => each.name)).toEqual([]);
    expect(functionsOf([aFunction('public.f', '', '', '')]).map((each) => each.namesVolatility)).toEqual([false]);
  });

  it('names the errors that come out of it, and no others', () => {
    expect(wrongErrors(functions)).toEqual([]);
  });

  it('is found out when it hides an error, or promises one', () => {
    const raises = "raise sqlstate 'VC404' using message = 'thing_gone', hint = 'It is gone.';";
    const found = (...made: SqlFile[]): string[] => wrongErrors(functionsOf(made));
    expect(found(aFunction('public.f', raises, 'Raises thing_gone.'))).toEqual([]);
    expect(found(aFunction('public.f', raises, 'A number.'))).toEqual(['public.f does not say that it raises thing_gone']);
    const inner = aFunction('public.f', raises, 'Raises thing_gone.');
    expect(found(inner, aFunction('api.g', 'perform public.f();', 'A number.'))).toEqual(['api.g does not say that it raises thing_gone']);
    expect(found(inner, aFunction('api.g', 'return 1;', 'Raises thing_gone.'))).toEqual(['api.g says that it raises thing_gone, which nothing that it calls does']);
  });

  it('is told the time, save where it cannot be', () => {
    expect(readsClock(files)).toEqual(Object.keys(CLOCKS));
    expect(readsClock([aFunction('public.f', 'return now();', '')])).toEqual(['a/public.f.sql']);
  });
});
