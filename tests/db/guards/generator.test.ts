// What the generator makes of a catalog, rule by rule. What it refuses: generator-refusals.test.ts.
import { printAll } from '@callgres/db/generate/files';
import type { Field, Model } from '@callgres/db/generate/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scratch, scratchDatabase } from './generator-fixture.ts';

let scratch: Scratch;
let model: Model;
let printed: Map<string, string>;

beforeAll(async () => {
  scratch = await scratchDatabase();
  model = await scratch.modelOf();
  printed = printAll(model);
});
afterAll(() => scratch.drop());

const column = (view: string, name: string): Field | undefined =>
  model.views.find((each) => each.name === view)?.columns.find((each) => each.name === name);
const fn = (name: string): Model['functions'][number] | undefined => model.functions.find((each) => each.name === name);

describe('vocabularies', () => {
  it('are the CHECK lists of single columns, a list of one word included, in the order of the CHECK', () => {
    expect(model.vocabularies.map((each) => [`${each.table}.${each.column}`, each.words])).toEqual([
      ['agents.agent_type', ['call', 'chat']],
      ['calls.lane', ['direct']],
      ['calls.status', ['queued', 'in-progress', "it's over"]],
    ]);
  });

  it('are printed as a constant, a type and a schema, the table not said twice', () => {
    const text = printed.get('vocabularies.ts');
    expect(text).toContain("export const callStatus = ['queued', 'in-progress', 'it\\'s over'] as const;");
    expect(text).toContain('export type CallStatus = (typeof callStatus)[number];');
    expect(text).toContain('export const callStatusSchema = z.enum(callStatus);');
    expect(text).toContain('export const agentType = ');
  });
});

describe('columns of views', () => {
  it('have the words and the NOT NULL of the base column, also through a CTE, GROUP BY and another view', () => {
    expect(column('calls', 'status')).toMatchObject({ words: 'calls.status', nullable: false });
    expect(column('agents', 'agent_type')).toMatchObject({ words: 'agents.agent_type', nullable: false });
    expect(column('call_details', 'status')).toMatchObject({ words: 'calls.status', nullable: false });
  });

  it('are nullable on the optional side of an outer join, also seen through another view, and keep their words', () => {
    expect(column('calls', 'agent_name')).toMatchObject({ nullable: true });
    expect(column('calls', 'agent_type')).toMatchObject({ nullable: true, words: 'agents.agent_type' });
    expect(column('call_details', 'agent_name')).toMatchObject({ nullable: true });
  });

  it('are nullable and without words when they are computed or come from a union', () => {
    expect(column('calls', 'loud')).toEqual({ name: 'loud', type: 'text', nullable: true, comment: '' });
    expect(column('both', 'agent_type')).toMatchObject({ nullable: true });
    expect(column('both', 'agent_type')).not.toHaveProperty('words');
  });

  it('are what their tags say, also seen through another view', () => {
    expect(column('calls', 'shout')).toMatchObject({ nullable: false, comment: 'Louder.' });
    expect(column('call_details', 'shout')).toMatchObject({ nullable: false });
    expect(column('calls', 'status_again')).toMatchObject({ nullable: false, words: 'calls.status' });
  });

  it('are printed with exact types', () => {
    const text = printed.get('rows.ts');
    for (const line of [
      'export const callRow = z.object({', 'id: z.guid(),', 'status: callStatusSchema,', 'cost: decimal.nullable(),',
      'tags: z.array(z.string()),', 'ended_at: z.iso.datetime({ offset: true }).nullable(),', 'agent_type: agentTypeSchema.nullable(),',
      'export type CallRow = z.output<typeof callRow>;',
    ])
      expect(text).toContain(line);
  });
});

describe('functions', () => {
  it('are queries when they are stable and mutations when they are volatile', () => {
    expect(fn('list_calls')?.kind).toBe('query');
    expect(fn('start_call')?.kind).toBe('mutation');
  });

  it('take their arguments in order, optional with a default, without the clock', () => {
    expect(fn('list_calls')?.arguments).toEqual([
      { name: 'p_status', type: 'text', optional: true, words: 'calls.status' },
      { name: 'p_ids', type: 'uuid[]', optional: true },
      { name: 'p_limit', type: 'integer', optional: true },
    ]);
  });

  it('return rows or a row of a view, columns of their own, a scalar or nothing', () => {
    expect(fn('list_calls')?.result).toEqual({ kind: 'rows', view: 'calls' });
    expect(fn('start_call')?.result).toEqual({ kind: 'row', view: 'calls' });
    expect(fn('count_calls')?.result).toEqual({ kind: 'scalar', type: 'integer', nullable: false });
    expect(fn('last_status')?.result).toEqual({ kind: 'scalar', type: 'text', nullable: true, words: 'calls.status' });
    expect(fn('forget_calls')?.result).toEqual({ kind: 'void' });
    expect(fn('list_outcomes')?.result).toEqual({
      kind: 'rows',
      columns: [
        { name: 'status', comment: '', type: 'text', nullable: false, words: 'calls.status' },
        { name: 'calls', comment: '', type: 'bigint', nullable: true },
      ],
    });
  });

  it('are printed as descriptors', () => {
    expect(printed.get('functions.ts')).toContain(`/** Lists calls. */
export const listCalls = {
  sqlName: 'api.list_calls',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'status', parameter: 'p_status', type: 'text' },
    { key: 'ids', parameter: 'p_ids', type: 'uuid[]' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    status: callStatusSchema.optional(),
    ids: z.array(z.guid()).max(10_000).optional(),
    limit: z.int32().optional(),
  }),
  row: callRow,
} as const satisfies FunctionDescriptor;`);
    const start = printed.get('functions.ts') ?? '';
    for (const line of ['firstCallTime: timeOfDay,', 'startDate: z.iso.date(),', 'at: z.iso.datetime({ offset: true }),', 'note: inputText,'])
      expect(start).toContain(line);
    expect(start).not.toContain('now');
  });
});

describe('errors and jobs', () => {
  it('are read from statements, not from comments, handlers or strings', () => {
    expect(model.errors).toEqual([{ key: 'call_not_found', status: 404, hint: "This call doesn't exist." }]);
    expect(model.jobs).toEqual(['agent__sync', 'call__sync']);
    expect(printed.get('errors.ts')).toContain("call_not_found: { status: 404, hint: 'This call doesn\\'t exist.' },");
    expect(printed.get('jobs.ts')).toContain("export const jobNames = ['agent__sync', 'call__sync'] as const;");
  });
});

describe('the printed files', () => {
  it('say in their first line what writes them', () => {
    for (const text of printed.values()) expect(text.split('\n')[0]).toMatch(/^\/\/ Written by `npm run generate` from .*\. Do not edit\.$/);
  });

  it('are the same for the same schema, whatever the order of creation was', async () => {
    const again = await scratch.modelOf('drop function api.count_calls; create function api.count_calls() returns integer language sql stable as $$select 1$$; ' +
      "comment on function api.count_calls is E'How many.\\n@notNull'");
    expect(printAll(again)).toEqual(printed);
  });
});
