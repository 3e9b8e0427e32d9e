// What a first visit downloads is a promise to people on slow lines, so the build measures it and fails when
// it is broken. Sizes are gzip, in kB of 1,000 bytes.
import { gzipSync } from 'node:zlib';
import type { Logger, Plugin, Rolldown } from 'vite';

interface Budget {
  /** All scripts that the first page needs, the entry with what it imports. */
  initialKb: number;
  /** Any other script. */
  chunkKb: number;
  /** All style sheets together. */
  styleKb: number;
}

const gzipKb = (text: string | Uint8Array): number => gzipSync(text).byteLength / 1000;

/** A Vite plugin that prints the three figures and fails the build when one is over its budget. */
export function bundleBudget(budget: Budget): Plugin {
  let logger: Logger | undefined;
  return {
    name: 'callgres-bundle-budget',
    apply: 'build',
    configResolved(config) {
      logger = config.logger;
    },
    writeBundle(_options, bundle) {
      const files = Object.values(bundle);
      const chunks = files.filter((file) => file.type === 'chunk');
      const initial = initialChunks(chunks);
      const initialKb = sum(chunks.filter((chunk) => initial.has(chunk.fileName)).map((chunk) => gzipKb(chunk.code)));
      const others = chunks
        .filter((chunk) => !initial.has(chunk.fileName))
        .map((chunk) => ({ name: chunk.fileName, kb: gzipKb(chunk.code) }))
        .sort((a, b) => b.kb - a.kb);
      const styleKb = sum(files.flatMap((file) => (file.fileName.endsWith('.css') && file.type === 'asset' ? [gzipKb(file.source)] : [])));
      const largest = others[0] ?? { name: 'none', kb: 0 };

      logger?.info(
        `gzip: initial scripts ${initialKb.toFixed(1)} of ${budget.initialKb} kB, ` +
          `largest other script ${largest.kb.toFixed(1)} of ${budget.chunkKb} kB (${largest.name}), ` +
          `styles ${styleKb.toFixed(1)} of ${budget.styleKb} kB`,
      );
      if (initialKb > budget.initialKb) this.error('The scripts of the first page are over their budget.');
      if (largest.kb > budget.chunkKb) this.error(`${largest.name} is over the budget of one script.`);
      if (styleKb > budget.styleKb) this.error('The style sheets are over their budget.');
    },
  };
}

/** The entry and everything it imports before it can run; not what it loads later. */
function initialChunks(chunks: Rolldown.OutputChunk[]): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set<string>();
  const open = chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(byName.get(name)?.imports ?? []));
  }
  return found;
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
