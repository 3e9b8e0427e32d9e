// One connection that listens on one channel, for as long as the process lives. A notification is a hint that there
// is something to read, so a lost one must do no harm: after each (re)connection everybody is woken once.
import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

interface ListenOptions {
  /** A connection string that does not go through a transaction pooler. */
  connectionString: string;
  channel: 'ui_events' | 'dispatch';
  /** Called for each notification, and once after each connection. Must not throw. */
  onWake: () => void;
  onError: (error: unknown) => void;
}

const RETRY_MS = [250, 500, 1000, 2000, 5000] as const;

/** Resolves once it listens; throws when the first connection fails. */
export async function listen(options: ListenOptions): Promise<Listener> {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const next = new pg.Client({ connectionString: options.connectionString, keepAlive: true, connectionTimeoutMillis: 5000 });
    let lost = false;
    const onLost = (error?: unknown): void => {
      if (lost || closed) return;
      lost = true;
      options.onError(error ?? new Error(`the connection that listens on ${options.channel} ended`));
      next.end().catch(() => undefined);
      reconnect(0);
    };
    await next.connect();
    next.on('error', onLost);
    next.on('end', () => onLost());
    next.on('notification', options.onWake);
    await next.query(`listen ${options.channel}`);
    options.onWake();
    return next;
  }

  function reconnect(tries: number): void {
    timer = setTimeout(() => {
      connect().then(
        (next) => {
          client = next;
          if (closed) void next.end();
        },
        (error: unknown) => {
          if (tries === 0) options.onError(error);
          if (!closed) reconnect(tries + 1);
        },
      );
    }, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  }

  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client.end().catch(() => undefined);
    },
  };
}
