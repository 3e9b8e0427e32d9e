// Chance without state: a draw is a hash of the seed, the parties, which of their requests it is, and what it is for.
// Arrival order and the clock play no part, so the same seed gives the same outcomes under any concurrency.
import { hash } from 'node:crypto';

/** A number in [0, 1) for a purpose; the same purpose always gives the same number. */
export type Draw = (purpose: string) => number;

export function drawsOf(...key: readonly (string | number)[]): Draw {
  const prefix = JSON.stringify(key);
  return (purpose) => Number.parseInt(hash('sha256', `${prefix}\n${purpose}`, 'hex').slice(0, 12), 16) / 2 ** 48;
}

/** A uuid that is a function of its key. */
export function uuidOf(...key: readonly (string | number)[]): string {
  const hex = hash('sha256', JSON.stringify(key), 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-');
}

export function between(u: number, low: number, high: number): number {
  return low + u * (high - low);
}

export function oneOf<T>(u: number, list: readonly [T, ...T[]]): T {
  return list[Math.floor(u * list.length)] ?? list[0];
}

/** A key of `weights`, or null when the draw lands beyond their sum (weights that are rates need not reach 1). */
export function pick<K extends string>(u: number, weights: Partial<Record<K, number>>): K | null {
  let rest = u;
  for (const key in weights) {
    rest -= weights[key] ?? 0;
    if (rest < 0) return key;
  }
  return null;
}

/** Log-normal around `median`: many short, few long. */
export function logNormal(draw: Draw, purpose: string, median: number, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(`${purpose}:radius`)));
  return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * draw(`${purpose}:angle`)));
}
