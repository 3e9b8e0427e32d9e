// The file goes up once, as it is; SQL reads it. XMLHttpRequest, because fetch does not say how far an upload has come.
import { z } from 'zod';
import { serverProblem } from '../../../../app/problem.ts';

export interface UploadOptions {
  tags: string[];
  policy: string;
}

const answer = z.object({ id: z.guid(), finished_at: z.string().nullable() });

export interface Uploaded {
  id: string;
  /** The same bytes came before: what is told is the import of then. */
  isRepetition: boolean;
}

/**
 * Sends a CSV file. Resolves when the server has read it to the end (the merge is a job and goes on); rejects
 * with a problem that `readProblem` understands.
 * @param onProgress told the share that is up, 0 to 1
 */
export function uploadContacts(file: File, options: UploadOptions, onProgress: (share: number) => void): Promise<Uploaded> {
  const query = new URLSearchParams({ fileName: file.name, policy: options.policy });
  for (const tag of options.tags) query.append('tags', tag);

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
      // A new file cannot be merged yet: that begins when its last row is read.
      if (request.status < 300 && parsed.success) resolve({ id: parsed.data.id, isRepetition: parsed.data.finished_at !== null });
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
