// What counts as a call of a function, and what the run says of those that nobody called.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type FunctionOfOurs, neverCalled, neverCalledIn } from '../support/function-calls.ts';

const aFunction = (name: string, body = '', mayBeInlined = false): FunctionOfOurs => ({ name, body, mayBeInlined });
const missed = (functions: FunctionOfOurs[], called: string[] = [], elsewhere = ''): string[] => neverCalled(functions, new Set(called), elsewhere);

it('a function is called when PostgreSQL has counted it, and not when it is only named', () => {
  expect(missed([aFunction('public.f')])).toEqual(['public.f']);
  expect(missed([aFunction('public.f')], ['public.f'])).toEqual([]);
  expect(missed([aFunction('public.f')], ['public.g'], 'select public.f()')).toEqual(['public.f']);
});

it('a function that is inlined is called by what was called, through others like it, or from elsewhere', () => {
  const inlined = aFunction('public.f', 'select public.g(1)', true);
  const deeper = aFunction('public.g', 'select $1', true);
  const caller = aFunction('public.c', 'begin return public.f (2); end');
  expect(missed([inlined, deeper, caller], ['public.c'])).toEqual([]);
  expect(missed([inlined, deeper, caller])).toEqual(['public.f', 'public.g', 'public.c']);
  expect(missed([inlined, deeper], [], 'create view v as select public.f(1)')).toEqual([]);
  expect(missed([deeper], [], '-- public.g is inlined, public.gg(1) is another')).toEqual(['public.g']);
});

it('a run puts its databases together, and says nothing where calls were not counted', () => {
  const directory = mkdtempSync(join(tmpdir(), 'callgres-functions-'));
  const [record, tests] = [join(directory, 'record'), join(directory, 'tests')];
  try {
    mkdirSync(record);
    mkdirSync(tests);
    expect(neverCalledIn(record, tests)).toBeUndefined();
    const functions = [aFunction('public.a'), aFunction('public.b'), aFunction('public.c'), aFunction('public.d', '', true)];
    writeFileSync(join(record, 'functions.json'), JSON.stringify({ functions, callers: '' }));
    writeFileSync(join(record, 'one.called'), 'public.a\ngraphile_worker.add_job\n');
    writeFileSync(join(record, 'two.called'), 'public.c\n');
    writeFileSync(join(tests, 'd.test.ts'), "query('select public.d()')");
    expect(neverCalledIn(record, tests)).toEqual(['public.b']);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
