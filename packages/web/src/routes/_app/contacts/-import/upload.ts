// The file goes up once, as it is; SQL reads it. XMLHttpRequest, because fetch does not say how far an upload has come.
import { type ColumnWord, columnWords } from '@callgres/shared/contact-columns';
import { z } from 'zod';
import { serverProblem } from '../../../../app/problem.ts';

const previewAnswer = z.object({
  encoding: z.string(), delimiter: z.string(), hasHeader: z.boolean(), header: z.array(z.string()), columns: z.array(z.enum(columnWords)), rows: z.array(z.array(z.string())), isRemembered: z.boolean(),
});
export type Preview = z.infer<typeof previewAnswer>;

/** As much as the server looks at. */
const HEAD_BYTES = 256 * 1024;

/** Shows the server the beginning of a file and resolves to what it sees there. `hasHeader` overrides its look at the first line. */
export async function previewContacts(file: File, hasHeader?: boolean): Promise<Preview> {
  const query = new URLSearchParams();
  if (file.size <= HEAD_BYTES) query.set('isAll', 'true');
  if (hasHeader !== undefined) query.set('noHeader', String(!hasHeader));
  const answer = await fetch(`/upload/contacts/preview?${query}`, { method: 'POST', headers: { 'x-callgres': '1', 'content-type': 'text/csv' }, body: file.slice(0, HEAD_BYTES) });
  const body: unknown = await answer.json().catch(() => null);
  const parsed = previewAnswer.safeParse(body);
  if (answer.ok && parsed.success) return parsed.data;
  throw serverProblem(answer.status, body);
}

export interface UploadOptions {
  columns: readonly ColumnWord[];
  hasHeader: boolean;
}

const answer = z.object({ id: z.guid() });

/**
 * Sends a CSV file to be checked. Resolves to the id of the import when the server has read it to the end (the check is a job and goes on);
 * rejects with a problem that `readProblem` understands.
 * @param onProgress told the share that is up, 0 to 1
 */
export function uploadContacts(file: File, { columns, hasHeader }: UploadOptions, onProgress: (share: number) => void): Promise<string> {
  const query = new URLSearchParams({ fileName: file.name, review: 'true' });
  for (const word of columns) query.append('columns', word);
  if (!hasHeader) query.set('noHeader', 'true');

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/upload/contacts?${query}`);
    request.setRequestHeader('x-callgres', '1');
    request.setRequestHeader('content-type', 'text/csv');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => {
      reject(new Error('network'));
    });
    request.addEventListener('load', () => {
      const parsed = answer.safeParse(readJson(request.responseText));
      if (request.status < 300 && parsed.success) resolve(parsed.data.id);
      else reject(serverProblem(request.status, readJson(request.responseText)));
    });
    request.send(file);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
