// Builds the web client when its sources differ from those of the last build: a build takes most of a start.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SOURCES = ['packages/web', 'packages/shared/src', 'pnpm-lock.yaml'];
const NOT_SOURCES = new Set(['node_modules', 'dist', '.tanstack']);

function* filesUnder(path) {
  if (!existsSync(path)) return;
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    yield path; // a file
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_SOURCES.has(entry.name)) continue;
    if (entry.isDirectory()) yield* filesUnder(join(path, entry.name));
    else yield join(path, entry.name);
  }
}

/** SHA-256 over names and contents of everything the build reads. */
function digestOfSources(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesUnder(join(root, source))) hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Returns the exit code: 0 when the build is, or was already, up to date. `run` starts Node in a directory. */
export async function buildWeb(root, run) {
  const web = join(root, 'packages/web');
  const stamp = join(web, 'dist', '.built-from');
  const digest = digestOfSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return 0;
  console.log('Building the web client …');
  const code = await run(web, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
  if (code === 0) writeFileSync(stamp, digestOfSources(root)); // the build may have rewritten the route tree
  return code;
}
