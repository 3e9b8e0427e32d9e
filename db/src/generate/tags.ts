// Tags say in a comment what the catalog cannot. Each stands on a line of its own:
//   @notNull                       this view column, or the scalar this function returns, is never null
//   @notNull column                this column of a function's `returns table` is never null
//   @words table.column            this view column, or the scalar, holds words of that column's CHECK
//   @words p_status table.column   so does this parameter, or this column of `returns table`
import { PlainError } from '@callgres/shared/plain-error';

export interface Commented {
  /** The comment without its tag lines. */
  text: string;
  /** Names that are never null; '' is the commented object itself. */
  notNull: ReadonlySet<string>;
  /** Vocabulary key by name; '' is the commented object itself. */
  words: ReadonlyMap<string, string>;
}

/** Splits a comment into text and tags. `object` names what is commented, for the error; `known` the vocabularies. */
export function readComment(comment: string | null, object: string, known: ReadonlySet<string>): Commented {
  const lines = (comment ?? '').split('\n').map((line) => line.trim());
  const notNull = new Set<string>();
  const words = new Map<string, string>();
  for (const line of lines.filter((each) => each.startsWith('@'))) {
    const [tag, ...rest] = line.split(/\s+/);
    if (tag === '@notNull' && rest.length <= 1) {
      notNull.add(rest[0] ?? '');
    } else if (tag === '@words' && (rest.length === 1 || rest.length === 2)) {
      const key = rest.at(-1) ?? '';
      if (!known.has(key)) throw new PlainError(`The tag "${line}" of ${object} names nothing: no CHECK lists the words of a column ${key}.`);
      words.set(rest.length === 2 ? (rest[0] ?? '') : '', key);
    } else {
      throw new PlainError(`The comment of ${object} has a line "${line}", which is no tag that the generator knows.`);
    }
  }
  const text = lines.filter((line) => !line.startsWith('@')).join('\n').trim();
  return { text, notNull, words };
}

/** Refuses tags about names that the object does not have; '' must be among `names` if the object itself may be tagged. */
export function requireNames(tags: Commented, object: string, names: readonly string[]): void {
  const there = new Set(names);
  for (const name of [...tags.notNull, ...tags.words.keys()])
    if (!there.has(name))
      throw new PlainError(
        name === '' ? `A tag of ${object} needs the name of a parameter or column.` : `A tag of ${object} names nothing: there is no ${name}.`,
      );
}
