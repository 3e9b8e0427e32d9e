import { doc, header, importLine, indent, literal, property } from './layout.ts';
import type { ApiFunction, Argument, Model, Result } from './model.ts';
import { argumentKey, camelCase, rowName } from './names.ts';
import { rowObject } from './print-rows.ts';
import { schemaName, vocabularyNames } from './print-vocabularies.ts';
import { type Used, zodText } from './zod-text.ts';

interface Context {
  vocabularies: ReadonlyMap<string, string>;
  used: Used;
  rows: Set<string>;
}

const wordsSchema = (key: string | undefined, context: Context): string | undefined =>
  key === undefined ? undefined : schemaName(context.vocabularies.get(key) ?? '');

/** Unknown keys are refused: an input that names a user or a clock is a mistake or an attack. */
function printInput(of: ApiFunction, context: Context): string {
  if (of.arguments.length === 0) return 'z.strictObject({}).optional()';
  const lines = of.arguments.map((argument) => {
    const type = zodText(argument.type, wordsSchema(argument.words, context), 'input', context.used, `parameter ${argument.name} of api.${of.name}`);
    const key = property(argumentKey(argument.name));
    const value = `${type}${argument.optional ? '.optional()' : ''}`;
    return key === value ? `${key},\n` : `${key}: ${value},\n`;
  });
  return `z.strictObject({\n${indent(lines.join(''))}})`;
}

function printRow(result: Result, context: Context, object: string): string {
  if (result.kind === 'void') return 'z.void()';
  if ('view' in result) {
    context.rows.add(rowName(result.view));
    return rowName(result.view);
  }
  if ('columns' in result) return rowObject(result.columns, context.vocabularies, context.used, object);
  const type = zodText(result.type, wordsSchema(result.words, context), 'output', context.used, `result of ${object}`);
  return result.nullable ? `${type}.nullable()` : type;
}

function printArguments(of: readonly Argument[]): string {
  const entries = of.map(
    (argument) => `{ key: ${literal(argumentKey(argument.name))}, parameter: ${literal(argument.name)}, type: ${literal(argument.type)} }`,
  );
  return of.length < 2 ? `[${entries.join('')}]` : `[\n${entries.map((entry) => `  ${entry},\n`).join('')}]`;
}

function printFunction(of: ApiFunction, context: Context): string {
  const fields = [
    `sqlName: ${literal(`api.${of.name}`)},`,
    `kind: ${literal(of.kind)},`,
    `returns: ${literal(of.result.kind)},`,
    `arguments: ${printArguments(of.arguments)},`,
    `input: ${printInput(of, context)},`,
    `row: ${printRow(of.result, context, `api.${of.name}`)},`,
  ];
  return `${doc(of.comment)}export const ${camelCase(of.name)} = {\n${indent(`${fields.join('\n')}\n`)}} as const satisfies FunctionDescriptor;\n`;
}

export function printFunctions(model: Model): string {
  const context: Context = { vocabularies: vocabularyNames(model.vocabularies), used: { words: new Set(), values: new Set() }, rows: new Set() };
  const blocks = model.functions.map((each) => printFunction(each, context));
  const imports = [
    importLine(['z'], 'zod'),
    importLine(['FunctionDescriptor'], '../function-descriptor.ts', true),
    importLine(context.used.values, '../values.ts'),
    importLine(context.rows, './rows.ts'),
    importLine(context.used.words, './vocabularies.ts'),
  ];
  return [`${header('the functions of schema api')}${imports.join('')}`, ...blocks].join('\n');
}
