// A figure is a ratio of two rates measured in the same round; the raw rates are printed, only ratios are compared.
export interface Ratio {
  median: number;
  min: number;
  max: number;
  /** Spread of the rounds over a fifth of the median: read it with care. */
  unsteady: boolean;
}

export interface Row {
  metric: string;
  size: string;
  product: string;
  anchor: string;
  ratio: Ratio | undefined;
  value: string;
  /** The least ratio (or, for pages, the largest) that is good enough; undefined for what is printed only. */
  bar: string;
  reached: boolean | undefined;
  /** Made of counts, not of times: holds on a busy machine and in one short round, so a smoke run fails by it. */
  isCount?: boolean;
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
export const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;

export function ratioOf(rounds: readonly number[]): Ratio {
  const middle = median(rounds);
  const [min, max] = [Math.min(...rounds), Math.max(...rounds)];
  return { median: middle, min, max, unsteady: (max - min) / middle > 0.2 };
}

const two = (value: number): string => value.toFixed(2);
export const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`;
const ratioText = (ratio: Ratio): string => `**${two(ratio.median)}** (${two(ratio.min)}–${two(ratio.max)}${ratio.unsteady ? ', unsteady' : ''})`;

const verdict = (reached: boolean | undefined): string => (reached === undefined ? '' : reached ? 'reached' : '**missed**');

export function toMarkdown(title: string, about: readonly string[], rows: readonly Row[]): string {
  return [
    `# ${title}`,
    '',
    ...about.map((line) => `- ${line}`),
    '',
    '| metric | size | product | anchor | ratio | bar | |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.metric} | ${row.size} | ${row.product} | ${row.anchor} | ${row.ratio ? ratioText(row.ratio) : row.value} | ${row.bar} | ${verdict(row.reached)} |`),
    '',
  ].join('\n');
}
