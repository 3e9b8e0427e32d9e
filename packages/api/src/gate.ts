import { Refusal } from './errors.ts';

/**
 * Lets only a few pieces of work run at a time and a limited number wait: a password hash takes memory and
 * time, so an open door for them would be a way to stop the server.
 */
export class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #atOnce: number;
  readonly #mayWait: number;

  readonly #busy: string;

  /** `busy` is what those are told for whom there is no room to wait. */
  constructor(atOnce: number, mayWait: number, busy: string) {
    this.#atOnce = atOnce;
    this.#mayWait = mayWait;
    this.#busy = busy;
  }

  /** Runs `work` in its turn; throws a Refusal (429) when too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mayWait) throw new Refusal(429, 'too_many_requests', this.#busy);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next(); // its place passes on, so nobody can slip in between
      else this.#running--;
    }
  }
}
