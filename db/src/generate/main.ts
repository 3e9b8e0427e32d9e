// npm run generate: prints packages/shared/src/generated from a migrated database, and docs/generated.
import { parseArgs } from 'node:util';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import pg from 'pg';
import { startPostgres } from '../embedded.ts';
import { migrateInChild } from '../migrate.ts';
import { type Facts, readFacts } from '../reference/facts.ts';
import { printReference } from '../reference/pages.ts';
import { buildModel } from './build-model.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { DOCUMENTS, GENERATED, REFERENCE, findDifferences, printAll, printDocuments, writeDifferences } from './files.ts';

const HELP = `npm run generate: writes packages/shared/src/generated and db/schema from the catalog of a migrated database, and
docs/generated from the code.

Vocabularies come from CHECK lists, row schemas from the views of schema api, inputs and results from its
functions, error keys and job names from the bodies of all functions; db/schema is the whole database to read. A throw-away PostgreSQL 18 is started and
migrated for it, db/migrations/current included.

  --check                 change nothing; fail when a file differs from what the catalog says
  --help                  this text

  GENERATE_DATABASE_URL   read this migrated database instead of a throw-away one (development)
`;

async function readFrom(connectionString: string): Promise<{ catalog: Catalog; facts: Facts }> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return { catalog: await readCatalog(client), facts: await readFacts(client) };
  } finally {
    await client.end();
  }
}

async function migratedCatalog(): Promise<{ catalog: Catalog; facts: Facts }> {
  const given = process.env['GENERATE_DATABASE_URL'];
  if (given) return readFrom(given);
  await using cluster = await startPostgres();
  await migrateInChild(cluster.url(), { current: true });
  return await readFrom(cluster.url()); // await: the server goes when this scope ends
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { catalog, facts } = await migratedCatalog();
  const contract = [[printAll(buildModel(catalog)), GENERATED], [printReference(facts), REFERENCE]] as const;
  if (values.check) {
    const differing = [...contract, [await printDocuments(facts), DOCUMENTS] as const].flatMap(([printed, folder]) => findDifferences(printed, folder));
    if (differing.length > 0)
      throw new PlainError(`The generated files are not what the catalog says (${differing.join(', ')}); run npm run generate and commit the result.`);
  } else {
    report(contract.flatMap(([printed, folder]) => writeDifferences(printed, folder)));
    report(writeDifferences(await printDocuments(facts), DOCUMENTS));
  }
  process.stdout.write('The generated files are what the catalog says.\n');
}

function report(written: readonly string[]): void {
  if (written.length > 0) process.stdout.write(`Written: ${written.join(', ')}.\n`);
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  });
