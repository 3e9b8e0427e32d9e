import { createApplier } from '@callgres/api/dialing/apply';
import { Budget } from '@callgres/api/dialing/budget';
import { Floor } from '@callgres/api/dialing/floor';
import { startLoop } from '@callgres/api/dialing/loop';
import type { WorkerPool } from '@callgres/api/dialing/database';
import { describe, expect, it, vi } from 'vitest';

const silent = { error: () => undefined, debug: () => undefined, warn: () => undefined };
const until = (condition: () => boolean): Promise<void> => vi.waitFor(() => expect(condition()).toBe(true), { timeout: 5000, interval: 5 });

describe('a loop', () => {
  it('goes on at once while there is more to do, and sleeps when there is not', async () => {
    let rounds = 0;
    const loop = startLoop({ name: 'test', log: silent, everyMs: 60_000, round: () => Promise.resolve(++rounds < 5 ? 'again' : 'idle') });
    await until(() => rounds === 5);
    loop.wake();
    await until(() => rounds === 6);
    await loop.stop();
    expect(rounds).toBe(6);
  });

  it('does not lose a wake-up that comes while it works', async () => {
    let rounds = 0;
    const loop = startLoop({
      name: 'test', log: silent, everyMs: 60_000,
      round: async () => {
        if (++rounds === 1) loop.wake();
        await Promise.resolve();
        return 'idle';
      },
    });
    await until(() => rounds === 2);
    await loop.stop();
  });

  it('logs an error with its SQLSTATE and goes on', async () => {
    const logged: unknown[] = [];
    let rounds = 0;
    const loop = startLoop({
      name: 'test', everyMs: 1, log: { ...silent, error: (about: unknown) => void logged.push(about) },
      round: () => (++rounds === 1 ? Promise.reject(Object.assign(new Error('x'), { code: '55P03' })) : Promise.resolve('idle')),
    });
    await until(() => rounds > 2);
    await loop.stop();
    expect(logged).toMatchObject([{ loop: 'test', sqlState: '55P03' }]);
  });

  it('stops although it backs off', async () => {
    const loop = startLoop({ name: 'test', everyMs: 1, log: silent, round: () => Promise.reject(new Error('always')) });
    await loop.stop();
  });
});

it('a floor gives no more places than it has, and tells when it is empty', async () => {
  const floor = new Floor(2);
  const release: (() => void)[] = [];
  const errors: unknown[] = [];
  let ended = 0;
  const work = (): Promise<void> => new Promise((resolve) => release.push(resolve));
  floor.add(work(), () => ended++, (error) => errors.push(error));
  floor.add(Promise.reject(new Error('lost')), () => ended++, (error) => errors.push(error));
  expect(floor.free).toBe(0);
  await until(() => floor.free === 1);
  release[0]?.();
  await floor.empty();
  expect([floor.free, ended, errors.length]).toEqual([2, 2, 1]);
});

it('a budget spaces requests and serves the urgent ones first', async () => {
  const budget = new Budget(200);
  const order: string[] = [];
  const began = performance.now();
  const first = budget.take('rest').then(() => order.push('first'));
  const rest = [1, 2, 3].map((n) => budget.take('rest').then(() => order.push(`rest ${n}`)));
  const urgent = [1, 2].map((n) => budget.take('urgent').then(() => order.push(`urgent ${n}`)));
  await Promise.all([first, ...rest, ...urgent]);
  expect(order).toEqual(['first', 'urgent 1', 'urgent 2', 'rest 1', 'rest 2', 'rest 3']);
  expect(performance.now() - began).toBeGreaterThan(20);
});

describe('the applier', () => {
  /** A database whose inbox holds numbered events, some of which no batch can survive. */
  const inbox = (events: number[], poison: ReadonlySet<number>, unreachable = false) => {
    const applied: number[] = [];
    const aside: number[] = [];
    const query = (text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }> => {
      if (text.includes('apply_event_alone')) {
        const event = events.shift();
        if (event === undefined) return Promise.resolve({ rows: [{ looked_at: 0, put_aside: null }] });
        if (unreachable) return Promise.reject(new Error('unreachable'));
        (poison.has(event) ? aside : applied).push(event);
        return Promise.resolve({ rows: [{ looked_at: 1, put_aside: poison.has(event) ? String(event) : null }] });
      }
      const batch = events.slice(0, Number(values[0]));
      if (batch.some((event) => poison.has(event))) return Promise.reject(Object.assign(new Error('poison'), { code: unreachable ? '57P01' : '22003' }));
      applied.push(...events.splice(0, batch.length));
      return Promise.resolve({ rows: [{ value: batch.length }] });
    };
    return { pool: { query } as unknown as WorkerPool, applied, aside };
  };

  it('puts aside exactly the events that no batch survives', async () => {
    const events = Array.from({ length: 300 }, (_, index) => index);
    const poison = new Set([0, 17, 18, 200, 299]);
    const { pool, applied, aside } = inbox(events, poison);
    const apply = createApplier(pool, 1, 100, silent);
    while ((await apply()) > 0);
    expect(aside).toEqual([...poison]);
    expect(applied).toHaveLength(295);
  });

  it('blames no event when the database is out of reach', async () => {
    const { pool, aside } = inbox([1, 2], new Set([1]), true);
    const apply = createApplier(pool, 1, 100, silent);
    const rounds = async (): Promise<void> => { while ((await apply()) > 0); };
    await expect(rounds()).rejects.toThrow('unreachable');
    expect(aside).toEqual([]);
  });
});
