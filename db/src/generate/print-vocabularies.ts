import { PlainError } from '@callgres/shared/plain-error';
import { header, list, literal } from './layout.ts';
import { type Model, type Vocabulary, vocabularyKey } from './model.ts';
import { pascalCase, vocabularyName } from './names.ts';

/** TypeScript name by vocabulary key. */
export function vocabularyNames(vocabularies: readonly Vocabulary[]): Map<string, string> {
  const names = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const vocabulary of vocabularies) {
    const key = vocabularyKey(vocabulary);
    const name = vocabularyName(vocabulary.table, vocabulary.column);
    const other = keys.get(name);
    if (other !== undefined) throw new PlainError(`The words of ${other} and of ${key} would both be called ${name}; rename a column.`);
    keys.set(name, key);
    names.set(key, name);
  }
  return names;
}

/** Name of the zod schema of a vocabulary, from its TypeScript name. */
export const schemaName = (name: string): string => `${name}Schema`;

export function printVocabularies(model: Model): string {
  const names = vocabularyNames(model.vocabularies);
  const blocks = model.vocabularies.map((vocabulary) => {
    const key = vocabularyKey(vocabulary);
    const name = names.get(key) ?? '';
    return (
      `/** ${key} */\n` +
      `${list(`export const ${name} = `, vocabulary.words.map(literal), ' as const;')}\n` +
      `export type ${pascalCase(name)} = (typeof ${name})[number];\n` +
      `export const ${schemaName(name)} = z.enum(${name});\n`
    );
  });
  return [`${header('the CHECK lists of the tables')}import { z } from 'zod';\n`, ...blocks].join('\n');
}
