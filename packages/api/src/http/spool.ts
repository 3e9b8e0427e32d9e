// An upload goes to a file of its own first: only then are its size, its hash and its encoding known, and a slow
// sender holds a file instead of a connection of the database.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncodingScan, type EncodingFound } from '../csv/encoding.ts';
import { Refusal } from '../errors.ts';

export interface SpooledFile extends AsyncDisposable {
  /** SHA-256 of the bytes, in hexadecimal. */
  hash: string;
  size: number;
  encoding: EncodingFound;
  read(): AsyncIterable<Uint8Array>;
}

/** Takes at most `limit` bytes; more is a Refusal (413). Disposing deletes the file. */
export async function spool(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<SpooledFile> {
  const folder = await mkdtemp(join(tmpdir(), 'callgres-upload-'));
  const path = join(folder, 'file');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await write(chunks, path, limit)), read: () => createReadStream(path), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw new Refusal(503, 'unavailable', '');
    throw error;
  }
}

async function write(chunks: AsyncIterable<Uint8Array>, path: string, limit: number): Promise<Pick<SpooledFile, 'hash' | 'size' | 'encoding'>> {
  const hash = createHash('sha256');
  const scan = new EncodingScan();
  let size = 0;
  await using file = await open(path, 'wx', 0o600);
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw new Refusal(413, 'file_too_large', `The file is larger than ${Math.floor(limit / 1024 / 1024)} MB: split it.`);
    hash.update(chunk);
    scan.add(chunk);
    await file.write(chunk);
  }
  return { hash: hash.digest('hex'), size, encoding: scan.result() };
}
