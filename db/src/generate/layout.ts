// Text of TypeScript as a person would lay it out.

const WIDTH = 120;

/** First line of every generated file. */
export const header = (from: string): string => `// Written by \`npm run generate\` from ${from}. Do not edit.\n`;

/** A string literal with single quotes. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return `'${escaped}'`;
}

/** A property name, quoted only where it must be. */
export const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

export const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** `before[a, b]after` on one line if it fits, else one element per line. */
export function list(before: string, elements: readonly string[], after: string): string {
  const short = `${before}[${elements.join(', ')}]${after}`;
  if (short.length <= WIDTH) return short;
  return `${before}[\n${elements.map((element) => `  ${element},\n`).join('')}]${after}`;
}

/** A JSDoc comment; nothing for an empty text. */
export function doc(text: string): string {
  const lines = text.replaceAll('*/', '* /').split('\n').flatMap(wrap);
  if (lines.length === 0) return '';
  const [only] = lines;
  return lines.length === 1 && only !== undefined ? `/** ${only} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}

function wrap(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH - 4) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** An import of names, sorted, from one module; nothing when no name is needed. */
export function importLine(names: Iterable<string>, module: string, type = false): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return '';
  const keyword = type ? 'import type' : 'import';
  const short = `${keyword} { ${sorted.join(', ')} } from '${module}';\n`;
  if (short.length <= WIDTH) return short;
  return `${keyword} {\n${sorted.map((name) => `  ${name},\n`).join('')}} from '${module}';\n`;
}
