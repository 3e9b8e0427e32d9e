// Work that is done again and again until the process ends. What a loop does is one call into SQL and what follows
// from it; when it fails, the reason is logged and it goes on a little later. It never gives up and decides nothing.
import type { Logger } from 'pino';
import { sqlState } from '../errors.ts';

export interface Loop {
  /** Do not wait any longer: there is something to do. */
  wake: () => void;
  /** Begins no further round; resolves when the running one has ended. */
  stop: () => Promise<void>;
}

export interface LoopOptions {
  name: string;
  log: Pick<Logger, 'error' | 'debug'>;
  /** Milliseconds to wait after a round that found nothing more to do. */
  everyMs: number;
  /** One round; `again`: there may be more to do at once. */
  round: () => Promise<'again' | 'idle'>;
}

const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 10_000;

export function startLoop({ name, log, everyMs, round }: LoopOptions): Loop {
  const is = { stopped: false, woken: false };
  let failures = 0;
  let resume: (() => void) | undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(finish, ms);
      function finish(): void {
        clearTimeout(timer);
        resume = undefined;
        resolve();
      }
      resume = finish;
    });

  const mayRest = (): boolean => !is.woken && !is.stopped;
  const ended = (async () => {
    while (!is.stopped) {
      is.woken = false;
      try {
        const outcome = await round();
        failures = 0;
        if (outcome === 'idle' && mayRest()) await pause(everyMs);
      } catch (error) {
        log.error({ loop: name, sqlState: sqlState(error), err: error }, 'a round failed');
        await backOff();
      }
    }
  })();

  /** Not cut short by being woken: a database that is down would otherwise be asked without end. */
  async function backOff(): Promise<void> {
    const until = Date.now() + Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures++) * (0.5 + Math.random() / 2);
    while (!is.stopped && Date.now() < until) await pause(until - Date.now());
  }

  return {
    wake: () => {
      is.woken = true;
      resume?.();
    },
    stop: () => {
      is.stopped = true;
      resume?.();
      return ended;
    },
  };
}
