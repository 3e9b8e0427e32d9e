// The zod expression for a value of a PostgreSQL type. Out of the database come the texts that the API's driver
// is set to give (timestamps as ISO text, numeric as text); into it go the same forms, bounded.
import { PlainError } from '@callgres/shared/plain-error';

/** Collects what the expressions use, for the imports of the file. */
export interface Used {
  words: Set<string>;
  values: Set<string>;
}

type Direction = 'input' | 'output';

const BOTH: Readonly<Record<string, string>> = {
  // any 128 bits, as PostgreSQL holds: z.uuid() would refuse those that no generator of RFC 9562 makes
  uuid: 'z.guid()',
  boolean: 'z.boolean()',
  smallint: 'z.int().min(-32_768).max(32_767)',
  integer: 'z.int32()',
  bigint: 'z.int()',
  'double precision': 'z.number()',
  real: 'z.number()',
  date: 'z.iso.date()',
  'timestamp with time zone': 'z.iso.datetime({ offset: true })',
  jsonb: 'z.json()',
  json: 'z.json()',
};

/** Written by hand in packages/shared/src/values.ts, because they need more than a word. */
const NAMED: Readonly<Record<string, string>> = {
  'time without time zone': 'timeOfDay',
  numeric: 'decimal',
  inet: 'ipAddress',
  bytea: 'bytes',
};

const TEXT = new Set(['text', 'character varying', 'character']);

/** Longest list that a caller may send. */
const MAX_ELEMENTS = '10_000';

function single(type: string, words: string | undefined, direction: Direction, used: Used, object: string): string {
  if (words !== undefined) {
    if (!TEXT.has(type)) throw new PlainError(`The ${object} is tagged with words but is of type ${type}; words are text.`);
    used.words.add(words);
    return words;
  }
  const known = BOTH[type];
  if (known !== undefined) return known;
  const helper = NAMED[type] ?? (TEXT.has(type) && direction === 'input' ? 'inputText' : undefined);
  if (helper !== undefined) {
    used.values.add(helper);
    return helper;
  }
  if (TEXT.has(type)) return 'z.string()';
  throw new PlainError(`The ${object} is of type ${type}, which the generator does not know; add it to db/src/generate/zod-text.ts.`);
}

/**
 * @param words name of the zod schema of the vocabulary, if the value has one
 * @param object names the value in an error
 */
export function zodText(type: string, words: string | undefined, direction: Direction, used: Used, object: string): string {
  if (!type.endsWith('[]')) return single(type, words, direction, used, object);
  const element = single(type.slice(0, -2), words, direction, used, object);
  return direction === 'input' ? `z.array(${element}).max(${MAX_ELEMENTS})` : `z.array(${element})`;
}
