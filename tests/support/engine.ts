// Is there a container engine, and a PostgreSQL in a container of it. testcontainers takes 0.6 s to load and
// throws without an engine, so the engine's socket is asked first.
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 90_000; // 60 s for the image, 30 s for the server in it

/** Where the engine listens: DOCKER_HOST, else the usual socket. */
function engineAddress(): { socketPath: string } | { host: string; port: number } {
  const host = process.env['DOCKER_HOST'];
  if (!host) return { socketPath: '/var/run/docker.sock' };
  const url = new URL(host);
  return url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: Number(url.port || 2375) };
}

/** True when a container engine answers within a second. */
export const engineAnswers = (): Promise<boolean> =>
  new Promise((done) => {
    const asked = request({ ...engineAddress(), path: '/_ping', timeout: 1000 }, (answer) => {
      answer.resume();
      done(answer.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => { done(false); });
    asked.end();
  });

export const containerImage = (): string => process.env['TEST_POSTGRES_IMAGE'] ?? 'postgres:15';

/** Starts the image; throws when it is neither here nor to be had in time. */
export async function startContainer(): Promise<{ superuserUrl: string; stop: () => Promise<void> }> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const starting = new PostgreSqlContainer(containerImage()).start();
  const limit = new AbortController();
  const late = pause(PATIENCE_MS, undefined, { signal: limit.signal, ref: false }).then(
    () => { throw new Error(`the container did not start within ${PATIENCE_MS / 1000} s`); },
    () => new Promise<never>(() => undefined),
  );
  const container = await Promise.race([starting, late]).finally(() => { limit.abort(); });
  return {
    superuserUrl: container.getConnectionUri(),
    stop: async () => { await container.stop(); },
  };
}
