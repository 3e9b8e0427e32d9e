// Which sessions have been noted as used lately: reading writes nothing, so this is written apart, once a minute at most.
import { sha256 } from './session-cookie.ts';

const PAUSE_MS = 60_000;
/** More sessions than one process serves in a minute; beyond it the oldest is forgotten, and noted once more than needed. */
const MOST = 10_000;

export class Touched {
  readonly #at = new Map<string, number>();

  /** Calls `write` unless this session was written within the last minute. What comes of it is nobody's business: the database knows the session or not. */
  note(token: string, write: (token: string) => Promise<unknown>, now = Date.now()): void {
    const key = sha256(token);
    const before = this.#at.get(key);
    if (before !== undefined && now - before < PAUSE_MS) return;
    this.#at.delete(key); // a Map keeps the order of insertion
    this.#at.set(key, now);
    const [oldest] = this.#at.keys();
    if (this.#at.size > MOST && oldest !== undefined) this.#at.delete(oldest);
    void write(token).catch(() => undefined);
  }
}
