// Lists as CSV files, streamed: page after page of the same functions that the pages show, in memory that does not grow with the list. A page
// that cannot be read ends the file in its middle, which the browser tells; it never looks complete.
import { listCalls, listContacts, listLeads } from '@callgres/shared';
import { toCsv } from '@callgres/shared/csv';
import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { callAs } from '../call.ts';
import type { Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import { Gate } from '../gate.ts';

const PAGE = 500;
const PAGES_AT_ONCE = 4;
/** More than there can be connections: a file that has begun is never refused in its middle. */
const PAGES_WAITING = 4000;
/** With it, spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

type Row = Readonly<Record<string, unknown>>;
interface List {
  columns: readonly string[];
  /** The page behind this row; the first one without. */
  page: (services: Services, token: string, filter: unknown, after: Row | undefined) => Promise<readonly Row[]>;
}

const LISTS: Readonly<Record<string, List>> = {
  contacts: {
    columns: [
      'name', 'phone_number', 'email', 'company', 'city', 'country', 'tags', 'notes', 'not_connected', 'call_attempted_busy', 'call_attempted_no_answer', 'last_contact_at', 'is_customer', 'is_opted_out', 'created_at',
    ],
    page: ({ pool }, token, filter, after) =>
      callAs(pool, token, listContacts, listContacts.input.parse({ ...object.parse(filter), ...(after && { afterName: after['name'], afterId: after['id'] }), limit: PAGE })),
  },
  calls: {
    columns: [
      'created_at', 'contact_name', 'phone_number', 'agent_name', 'campaign_name', 'status', 'lead_type', 'call_source', 'started_at', 'ended_at', 'duration_seconds', 'sentiment', 'credits', 'is_voicemail', 'summary',
    ],
    page: ({ pool }, token, filter, after) =>
      callAs(pool, token, listCalls, listCalls.input.parse({ ...object.parse(filter), ...(after && { beforeAt: after['created_at'], beforeId: after['id'] }), limit: PAGE })),
  },
  leads: {
    columns: [
      'contact_name', 'phone_number', 'agent_name', 'called_at', 'lifecycle_status', 'qualification_status', 'total_score', 'engagement_score', 'intent_score', 'urgency_score', 'budget_score', 'fit_score',
      'call_outcome', 'key_topics', 'pain_points', 'objections', 'next_steps', 'decision_timeline', 'budget_range', 'follow_up_date', 'notes',
    ],
    page: ({ pool }, token, filter, after) => callAs(pool, token, listLeads, listLeads.input.parse({ ...object.parse(filter), ...(after && { afterLead: after['id'] }), limit: PAGE })),
  },
};
const object = z.record(z.string(), z.unknown());

const paramsSchema = z.object({ list: z.enum(Object.keys(LISTS) as [string, ...string[]]) });
const querySchema = z.strictObject({
  /** What the list is filtered by, as the input of its procedure. */
  input: z.string().default('{}'),
  /** For machines: no guard against formulas and no byte order mark. */
  raw: z.literal('true').optional().transform((word) => word === 'true'),
});

export function serveExports(app: FastifyInstance, services: Services): void {
  const gate = new Gate(PAGES_AT_ONCE, PAGES_WAITING, 'Several lists are being exported at this moment: try again shortly.');
  app.get<{ Params: unknown }>('/export/:list.csv', async (request, reply) => {
    const token = services.cookie.read(request);
    if (token === null) throw new Refusal(401, 'session_required', 'Sign in to go on.');
    const { list: name } = paramsSchema.parse(request.params);
    const { input, raw } = querySchema.parse(request.query);
    const list = LISTS[name] as List;
    const filter = readJson(input);
    // The first page before anything is said: a filter that is refused is an answer of its own.
    const first = await gate.run(() => list.page(services, token, filter, undefined));
    const pages = linesOf(list, first, (after) => gate.run(() => list.page(services, token, filter, after)), !raw);
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(pages, { objectMode: false }));
  });
}

async function* linesOf(list: List, first: readonly Row[], next: (after: Row) => Promise<readonly Row[]>, guarded: boolean): AsyncGenerator<string> {
  yield (guarded ? BYTE_ORDER_MARK : '') + toCsv([list.columns], guarded);
  for (let page = first; page.length > 0; ) {
    yield toCsv(page.map((row) => list.columns.map((column) => textOf(row[column]))), guarded);
    const last = page.at(-1);
    page = page.length < PAGE || last === undefined ? [] : await next(last);
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(textOf).join('; ') : JSON.stringify(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'input_invalid', 'The filter of this export is no JSON.');
  }
}
