// Wakes the live streams of this process. One LISTEN connection serves them all: a listener for each would make
// every commit in the database wake every one of them through the server.
import { type Listener, listen } from './listen.ts';

export class UiEvents {
  readonly #streams = new Set<() => void>();
  readonly #openings: Promise<Listener>;

  private constructor(connectionString: string, onError: (error: unknown) => void) {
    const onWake = (): void => this.#streams.forEach((wake) => wake());
    this.#openings = listen({ connectionString, channel: 'ui_events', onWake, onError });
  }

  /** Listens; throws when the database does not answer. */
  static async open(connectionString: string, onError: (error: unknown) => void): Promise<UiEvents> {
    const events = new UiEvents(connectionString, onError);
    await events.#openings;
    return events;
  }

  /** From now on remembers whether anything happened. `until` waits for it, at most `ms` milliseconds. */
  subscribe(signal: AbortSignal | undefined): { until: (ms: number) => Promise<void>; close: () => void } {
    let happened = false;
    let resume: (() => void) | undefined;
    const wake = (): void => {
      happened = true;
      resume?.();
    };
    this.#streams.add(wake);
    return {
      until: async (ms) => {
        if (!happened && !signal?.aborted)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, ms);
            resume = () => {
              clearTimeout(timer);
              resolve();
            };
            signal?.addEventListener('abort', resume, { once: true });
          });
        if (resume) signal?.removeEventListener('abort', resume);
        resume = undefined;
        happened = false;
      },
      close: () => void this.#streams.delete(wake),
    };
  }

  /** Streams open at this moment. */
  get streams(): number {
    return this.#streams.size;
  }

  async close(): Promise<void> {
    await (await this.#openings).close();
  }
}
