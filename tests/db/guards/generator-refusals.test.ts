// What the generator refuses: one statement added to the fixture, one sentence that names the object.
import { findDifferences, printAll, writeDifferences } from '@callgres/db/generate/files';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scratch, scratchDatabase } from './generator-fixture.ts';

let scratch: Scratch;
beforeAll(async () => { scratch = await scratchDatabase(); });
afterAll(() => scratch.drop());

const raising = (text: string): string => `create function public.raise_more() returns void language plpgsql as $$begin ${text}; end$$;`;
const textFunction = (argument: string): string => `create function api.f(${argument}) returns text language sql stable as '';`;

const REFUSED: readonly [title: string, further: string, message: RegExp][] = [
  ['a text parameter called like a column of words', textFunction('p_status text'), /parameter p_status of function api\.f is called like a column of words/],
  ['a tag about a parameter that is not there', "comment on function api.count_calls is '@words p_x calls.status'", /tag of function api\.count_calls names nothing: there is no p_x/],
  ['a tag about a column without words', "comment on column api.calls.loud is '@words calls.cost'", /"@words calls\.cost" of column api\.calls\.loud names nothing/],
  ['a notNull tag about a column that is not there', "comment on function api.list_outcomes is '@notNull staus'", /api\.list_outcomes names nothing: there is no staus/],
  ['a tag without a name where one is needed', "comment on function api.list_outcomes is '@notNull'", /tag of function api\.list_outcomes needs the name/],
  ['a tag nobody knows', "comment on column api.calls.loud is '@nonNull'", /column api\.calls\.loud has a line "@nonNull"/],
  ['words on a column that is no text', "comment on column api.calls.ended_at is '@words calls.status'", /column api\.calls\.ended_at is tagged with words but is of type timestamp/],
  ['a parameter without the prefix', textFunction('search text'), /parameter "search" of function api\.f needs a name that begins with p_/],
  ['an output parameter', 'create function api.f(p_x text, out p_y text) language sql stable as $$select $1$$;', /p_y of function api\.f is variadic or an output/],
  ['an overload', 'create function api.count_calls(p_x text) returns integer language sql stable as $$select 1$$;', /two functions api\.count_calls/],
  ['a row of a table', 'create function api.f() returns public.calls language sql stable as $$select c from public.calls c$$;', /api\.f returns a row of public\.calls/],
  ['a set of single values', 'create function api.f() returns setof text language sql stable as $$select 1::text$$;', /api\.f returns a set of single values/],
  ['a type it does not know', 'create function api.f(p_x point) returns void language sql stable as $$$$;', /parameter p_x of api\.f is of type point/],
  ['two lists for one column', "alter table public.calls add check (status in ('queued', 'x'))", /calls\.status has two CHECK lists/],
  ['two vocabularies of one name', "create table public.call (status text check (status in ('a')))", /words of call\.status and of calls\.status would both be called callStatus/],
  ['a key with two SQLSTATEs', raising("raise sqlstate 'VC409' using message = 'call_not_found', hint = 'This call doesn''t exist.'"), /error call_not_found has one SQLSTATE or hint in public\.raise_more/],
  ['a key with two hints', raising("raise sqlstate 'VC404' using message = 'call_not_found', hint = 'Gone.'"), /error call_not_found has one SQLSTATE or hint/],
  ['an error without a hint', raising("raise sqlstate 'VC404' using message = 'other'"), /public\.raise_more raises VC404 in another form/],
  ['a computed message', raising("raise sqlstate 'VC404' using message = 'a' || 'b', hint = 'Gone.'"), /public\.raise_more raises VC404 in another form/],
  ['an error by errcode', raising("raise exception using errcode = 'VC404', message = 'other', hint = 'Gone.'"), /public\.raise_more raises VC404 in another form/],
  ['a computed job', raising("perform public.add_job(v_task, '1')"), /public\.raise_more enqueues a job whose task is no constant/],
];

describe('the generator refuses', () => {
  it.each(REFUSED)('%s', async (_title, further, message) => {
    await expect(async () => printAll(await scratch.modelOf(further))).rejects.toThrow(message);
  });

  it('nothing about a text parameter whose name is free text in some table', async () => {
    const model = await scratch.modelOf(`alter table public.calls add name text check (name in ('a')); ${textFunction('p_name text')}`);
    expect(model.functions.find((each) => each.name === 'f')?.arguments).toEqual([{ name: 'p_name', type: 'text', optional: false }]);
  });
});

describe('the check of the generated files', () => {
  it('finds a changed, a missing and a superfluous file, and nothing once they are written', async () => {
    const printed = printAll(await scratch.modelOf());
    const folder = mkdtempSync(join(tmpdir(), 'generated-'));
    try {
      expect(findDifferences(printed, folder)).toEqual([...printed.keys()].sort());
      writeDifferences(printed, folder);
      expect(findDifferences(printed, folder)).toEqual([]);
      writeFileSync(join(folder, 'rows.ts'), '// edited by hand\n');
      writeFileSync(join(folder, 'left-over.ts'), '');
      rmSync(join(folder, 'jobs.ts'));
      expect(findDifferences(printed, folder)).toEqual(['jobs.ts', 'left-over.ts', 'rows.ts']);
      writeDifferences(printed, folder);
      expect(findDifferences(printed, folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
