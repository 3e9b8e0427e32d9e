// What the pages' search parameters have in common. An old or hand-edited link must still open, so each field
// falls back by itself.

/** The keys of a record as the non-empty list that zod's enum wants. */
export function keysOf<K extends string>(record: Record<K, unknown>): [K, ...K[]] {
  return Object.keys(record) as [K, ...K[]];
}
