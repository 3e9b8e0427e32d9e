// The generated files: printed, compared, written.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configMarkdown } from '@callgres/shared/config';
import { type Facts, qualified } from '../reference/facts.ts';
import type { Model } from './model.ts';
import { printErrors } from './print-errors.ts';
import { printFunctions } from './print-functions.ts';
import { printJobs } from './print-jobs.ts';
import { printRows } from './print-rows.ts';
import { printVocabularies } from './print-vocabularies.ts';

export const GENERATED = fileURLToPath(new URL('../../../packages/shared/src/generated', import.meta.url));

export const DOCUMENTS = fileURLToPath(new URL('../../../docs/generated', import.meta.url));

/** The reference document of the database. */
export const REFERENCE = fileURLToPath(new URL('../../schema', import.meta.url));

/**
 * Documents that are derived from code: printed after the generated files are written, because the code imports those.
 * The API is imported by its path and late, because it depends on what is generated here.
 */
export async function printDocuments(facts: Facts): Promise<Map<string, string>> {
  const { openApiDocument } = await import('../../../packages/api/src/openapi.ts');
  const comments = new Map(facts.functions.map((each) => [qualified(each), each.comment ?? '']));
  return new Map([
    ['configuration.md', `<!-- Written by \`npm run generate\`. Do not edit. -->\n\n# Configuration\n\n${configMarkdown().trim()}\n`],
    ['openapi.json', `${JSON.stringify(openApiDocument(comments), undefined, 1)}\n`],
  ]);
}

/** Text of each file by name. The same model gives the same bytes. */
export function printAll(model: Model): Map<string, string> {
  return new Map([
    ['vocabularies.ts', printVocabularies(model)],
    ['rows.ts', printRows(model)],
    ['functions.ts', printFunctions(model)],
    ['errors.ts', printErrors(model)],
    ['jobs.ts', printJobs(model)],
  ]);
}

/** Names of the files in a folder that differ from what was printed, are missing, or should not be there. */
export function findDifferences(printed: ReadonlyMap<string, string>, folder = GENERATED): string[] {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const differing = [...printed].filter(([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text).map(([name]) => name);
  return [...differing, ...there.filter((name) => !printed.has(name))].sort();
}

/** Writes what differs and removes what nothing prints any more; returns the names of the files touched. */
export function writeDifferences(printed: ReadonlyMap<string, string>, folder = GENERATED): string[] {
  mkdirSync(folder, { recursive: true });
  const differing = findDifferences(printed, folder);
  for (const name of differing) {
    const text = printed.get(name);
    if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
  return differing;
}
