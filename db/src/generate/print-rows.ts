import { doc, header, importLine, indent, property } from './layout.ts';
import type { Field, Model } from './model.ts';
import { pascalCase, rowName } from './names.ts';
import { schemaName, vocabularyNames } from './print-vocabularies.ts';
import { type Used, zodText } from './zod-text.ts';

/** `z.object({ … })` for the columns of a view or of a function's result. */
export function rowObject(columns: readonly Field[], vocabularies: ReadonlyMap<string, string>, used: Used, object: string): string {
  const lines = columns.map((column) => {
    const words = column.words === undefined ? undefined : schemaName(vocabularies.get(column.words) ?? '');
    const type = zodText(column.type, words, 'output', used, `column ${object}.${column.name}`);
    return `${property(column.name)}: ${type}${column.nullable ? '.nullable()' : ''},\n`;
  });
  return `z.object({\n${indent(lines.join(''))}})`;
}

export function printRows(model: Model): string {
  const vocabularies = vocabularyNames(model.vocabularies);
  const used: Used = { words: new Set(), values: new Set() };
  const blocks = model.views.map((view) => {
    const name = rowName(view.name);
    const schema = rowObject(view.columns, vocabularies, used, `api.${view.name}`);
    return `${doc(`api.${view.name}: ${view.comment}`)}export const ${name} = ${schema};\nexport type ${pascalCase(name)} = z.output<typeof ${name}>;\n`;
  });
  const imports = `${importLine(['z'], 'zod')}${importLine(used.values, '../values.ts')}${importLine(used.words, './vocabularies.ts')}`;
  return [`${header('the views of schema api')}${imports}`, ...blocks].join('\n');
}
