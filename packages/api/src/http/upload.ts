// A file of contacts, as the body of one request. It is read here, row by row; what its rows are worth is decided in
// SQL, where a job merges them once all of them are staged.
import { beginContactImport, finishContactImport, recallImportColumns } from '@callgres/shared';
import { type ColumnWord, columnWords } from '@callgres/shared/contact-columns';
import type { FastifyInstance } from 'fastify';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { callAs } from '../call.ts';
import type { Services } from '../context.ts';
import { type ContactFileOptions, readContactFile } from '../csv/contact-file.ts';
import { type ContactFilePreview, previewContactFile } from '../csv/preview.ts';
import { Refusal, answerTo } from '../errors.ts';
import { Gate } from '../gate.ts';
import { UPLOAD_DEADLINE_MS } from './body-deadline.ts';
import { type SpooledFile, spool } from './spool.ts';
import { type Staging, openStaging } from './staging.ts';

export const UPLOAD_LIMIT = 100 * 1024 * 1024;
const UPLOADS_AT_ONCE = 4;
const PREVIEW_DEADLINE_MS = 20_000;

const asList = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
/** How much of a file's beginning is enough to see its columns. */
export const PREVIEW_LIMIT = 256 * 1024;
const yes = z.literal('true').optional().transform((word) => word === 'true');
const querySchema = z.strictObject({
  fileName: z.string().min(1).max(1000), tags: asList.optional(), policy: z.string().optional(),
  /** What each column is, in their order; left out, their names tell. */
  columns: asList.pipe(z.array(z.enum(columnWords))).optional(),
  noHeader: yes,
  /** Check first and wait for imports.start; else the rows are merged at once. */
  review: yes,
});
const previewSchema = z.strictObject({ isAll: yes, noHeader: z.enum(['true', 'false']).optional() });

export function receiveContactFiles(app: FastifyInstance, services: Services, databaseUrl: string): void {
  const staging = openStaging(databaseUrl, UPLOADS_AT_ONCE);
  const gate = new Gate(UPLOADS_AT_ONCE, UPLOADS_AT_ONCE, 'Several files are being uploaded at this moment: try again shortly.');
  app.addHook('onClose', () => staging.close());
  app.register((scope, _options, done) => {
    scope.addContentTypeParser('text/csv', (_request, payload, parsed) => parsed(null, payload));
    scope.post('/upload/contacts', { config: { contentType: 'text/csv', bodyDeadlineMs: UPLOAD_DEADLINE_MS } }, async (request) => {
      const token = services.cookie.read(request);
      if (token === null) throw new Refusal(401, 'session_required', 'Sign in to go on.');
      if (Number(request.headers['content-length'] ?? 0) > UPLOAD_LIMIT) throw tooLarge();
      const { fileName, tags, policy, ...options } = querySchema.parse(request.query);
      return gate.run(async () => {
        await using file = await receive(request.body as Readable);
        const announcement = beginContactImport.input.parse({ fileName, fileHash: file.hash, tags, policy });
        return await importFile(services, token, staging, file, announcement, options); // await: the file is deleted when this returns
      });
    });
    scope.post('/upload/contacts/preview', { config: { contentType: 'text/csv', bodyDeadlineMs: PREVIEW_DEADLINE_MS } }, async (request) => {
      const token = services.cookie.read(request);
      if (token === null) throw new Refusal(401, 'session_required', 'Sign in to go on.');
      const { isAll, noHeader } = previewSchema.parse(request.query);
      await using file = await receive(request.body as Readable, PREVIEW_LIMIT);
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.read()) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      return await preview(services, token, await previewContactFile(bytes, isAll, noHeader === undefined ? undefined : noHeader === 'true'));
    });
    done();
  });
}

/** When the file is refused half-way the rest is read and dropped: a sender that is cut off does not see the answer. */
async function receive(body: Readable, limit = UPLOAD_LIMIT): Promise<SpooledFile> {
  try {
    return await spool(body.iterator({ destroyOnReturn: false }), limit);
  } catch (error) {
    body.resume();
    throw error;
  }
}

const tooLarge = (): Refusal => new Refusal(413, 'file_too_large', `The file is larger than ${UPLOAD_LIMIT / 1024 / 1024} MB: split it.`);

type Announcement = z.output<typeof beginContactImport.input>;
type Import = z.output<typeof beginContactImport.row>;

type Reading = Pick<ContactFileOptions, 'columns' | 'noHeader'> & { review: boolean };

/** What this tenant took the columns for the last time goes before what their names say. */
async function preview({ pool }: Services, token: string, seen: ContactFilePreview): Promise<ContactFilePreview & { isRemembered: boolean }> {
  const before = await callAs(pool, token, recallImportColumns, { header: seen.header });
  const known = z.array(z.enum(columnWords)).length(seen.header.length).safeParse(before);
  return { ...seen, columns: known.data ?? seen.columns, isRemembered: known.success };
}

async function importFile({ pool }: Services, token: string, staging: Staging, file: SpooledFile, announcement: Announcement, { review, ...reading }: Reading): Promise<Import> {
  let [header, columns]: [readonly string[], readonly ColumnWord[]] = [[], []];
  await using rows = closing(readContactFile(file.read(), file.encoding, { ...reading, onHeader: (...seen) => ([header, columns] = seen) }));
  const first = await rows.next(); // a file without a usable header is refused before anything is written
  const begun = await callAs(pool, token, beginContactImport, { ...announcement, header: [...header], columns: [...columns] });
  const finish = (linesRead: number, failure?: string): Promise<Import> => callAs(pool, token, finishContactImport, { importId: begun.id, linesRead, failure, review });
  let linesRead: number;
  try {
    linesRead = await staging.copy(begun.id, first, rows);
  } catch (error) {
    await finish(0, answerTo(error).key);
    throw error;
  }
  return await finish(linesRead);
}

/** Ends the reading of a file that is not read to its end. */
function closing<T>(rows: AsyncGenerator<T>): AsyncGenerator<T> & AsyncDisposable {
  return Object.assign(rows, { [Symbol.asyncDispose]: async () => { await rows.return(undefined); } });
}
