// Which encoding a file has, decided from all of its bytes, because a wrong guess spoils every name in it.
//
// A byte order mark decides. Without one the file is UTF-8 unless that is impossible: one broken byte in an
// otherwise good UTF-8 file must not turn every "José" of it into "JosÃ©", so Windows-1252 is taken only when the
// invalid sequences outnumber the valid ones. What stays undecodable is reported row by row, not repaired.

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface EncodingFound {
  encoding: Encoding;
  /** Bytes of the mark at the beginning, which are no text. */
  markLength: number;
  /** Not text at all: what it looks like instead. */
  refused: 'zip' | 'binary' | null;
}

/** Share of NUL bytes above which a file without a mark is no text in any encoding we read. */
const NUL_SHARE = 0.05;

export class EncodingScan {
  #head = Buffer.alloc(0);
  #valid = 0;
  #invalid = 0;
  #nuls = 0;
  #total = 0;
  #pending = 0; // continuation bytes still expected

  /** The next bytes of the file, in order. */
  add(chunk: Uint8Array): void {
    if (this.#head.length < 4) this.#head = Buffer.concat([this.#head, chunk.subarray(0, 4)]).subarray(0, 4);
    this.#total += chunk.length;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte < 0x80 && byte !== 0 && this.#pending === 0) continue;
      this.#addUnusual(byte);
    }
  }

  #addUnusual(byte: number): void {
    if (byte === 0) this.#nuls++;
    if (byte >= 0x80 && byte < 0xc0) {
      if (this.#pending === 0) this.#invalid++;
      else if (--this.#pending === 0) this.#valid++;
      return;
    }
    if (this.#pending > 0) this.#invalid++;
    this.#pending = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte >= 0x80 && this.#pending === 0) this.#invalid++;
  }

  /** The answer, once every byte was added. */
  result(): EncodingFound {
    const marked = this.#marked();
    if (marked) return { ...marked, refused: null };
    if (this.#head.toString('latin1').startsWith('PK\x03\x04')) return { encoding: 'utf-8', markLength: 0, refused: 'zip' };
    if (this.#nuls > this.#total * NUL_SHARE) return { encoding: 'utf-8', markLength: 0, refused: 'binary' };
    const invalid = this.#invalid + (this.#pending > 0 ? 1 : 0);
    return { encoding: invalid > this.#valid ? 'windows-1252' : 'utf-8', markLength: 0, refused: null };
  }

  #marked(): Omit<EncodingFound, 'refused'> | null {
    const [first, second, third] = this.#head;
    if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', markLength: 3 };
    if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', markLength: 2 };
    if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', markLength: 2 };
    return null;
  }
}

/** Text of a byte stream, chunk by chunk; a character cut by a chunk's end comes with the next one. */
export async function* decode(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, { encoding, markLength }: EncodingFound): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let skip = markLength;
  for await (const chunk of chunks) {
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    const text = decoder.decode(chunk.subarray(skipped), { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
