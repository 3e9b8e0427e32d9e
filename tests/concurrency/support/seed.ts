// Chance that can be repeated: every number of a run follows from its seed, which SEED= sets.
import { createHash } from 'node:crypto';

export interface Chance {
  seed: number;
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(from: readonly T[]): T[];
  uuid(): string;
}

function chanceFrom(seed: number): Chance {
  let drawn = 0;
  const word = (): Buffer => createHash('sha256').update(`${seed} ${drawn++}`).digest();
  const next = (): number => word().readUInt32BE() / 2 ** 32;
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[below(from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  };
  const shuffled = <T>(from: readonly T[]): T[] => from.map((item) => ({ item, place: next() })).sort((a, b) => a.place - b.place).map(({ item }) => item);
  const uuid = (): string => word().toString('hex').slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  return { seed, next, below, pick, shuffled, uuid };
}

/** The chance of a test; says its seed, so that a failure can be repeated. */
export function chanceOf(test: string): Chance {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  process.stdout.write(`${test}: SEED=${seed}\n`);
  return chanceFrom(seed);
}
