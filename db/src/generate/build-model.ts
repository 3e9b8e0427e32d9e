// Catalog to model: everything that is decided is decided here, the printers only print.
import type { Catalog } from './catalog.ts';
import { readFunctions } from './functions.ts';
import { type Model, vocabularyKey } from './model.ts';
import { findErrors, findJobs } from './sources.ts';
import { readViews } from './views.ts';
import { findVocabularies } from './vocabularies.ts';

/** Throws a PlainError that names the object when the catalog contradicts itself or one of our rules. */
export function buildModel(catalog: Catalog): Model {
  const vocabularies = findVocabularies(catalog);
  const keys = new Set(vocabularies.map(vocabularyKey));
  const views = readViews(catalog, keys);
  return {
    vocabularies,
    views,
    functions: readFunctions(catalog, vocabularies, views, keys),
    errors: findErrors(catalog),
    jobs: findJobs(catalog),
  };
}
