import { header, indent, literal } from './layout.ts';
import type { Model } from './model.ts';

export function printErrors(model: Model): string {
  const lines = model.errors.map((error) => `${error.key}: { status: ${error.status}, hint: ${literal(error.hint)} },\n`);
  return (
    `${header('the raise statements of all functions')}\n` +
    '/** By error key: the HTTP status and the sentence for the person. */\n' +
    `export const errors = {${lines.length === 0 ? '' : '\n'}${indent(lines.join(''))}} as const;\nexport type ErrorKey = keyof typeof errors;\n`
  );
}
