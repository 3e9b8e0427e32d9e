// Committed migrations are never edited: each names the hash of its text and of the one before it.
import { MIGRATIONS } from '@callgres/db/migration-folder';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Migration {
  name: string;
  text: string;
}

/** As graphile-migrate counts: SHA-1 over the previous hash and the body, both without surrounding blanks. */
const hashOf = (body: string, previous: string): string => `sha1:${createHash('sha1').update(`${`${previous}\n${body.trim()}`.trim()}\n`).digest('hex')}`;

/** What is wrong with a chain of committed migrations, oldest first. */
function brokenLinks(migrations: readonly Migration[]): string[] {
  let previous = '';
  return migrations.flatMap(({ name, text }, index) => {
    const header = /^((?:--! [A-Z]\w*(?::.*)?\n)+)\n/.exec(text)?.[1] ?? '';
    const field = (key: string): string => new RegExp(`^--! ${key}: (.*)$`, 'm').exec(header)?.[1]?.trim() ?? '';
    const expected = previous;
    previous = field('Hash');
    const wrong: string[] = [];
    if (!name.startsWith(String(index + 1).padStart(6, '0'))) wrong.push(`${name} is not number ${index + 1}`);
    if (field('Message') === '') wrong.push(`${name} has no message`);
    if (field('Previous') !== (expected === '' ? '-' : expected)) wrong.push(`${name} does not follow the one before it`);
    if (hashOf(text.slice(header.length), expected) !== field('Hash')) wrong.push(`${name} was edited`);
    return wrong;
  });
}

function committed(): Migration[] {
  const folder = join(MIGRATIONS, 'committed');
  return readdirSync(folder).filter((name) => name.endsWith('.sql')).sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

// Two migrations as `graphile-migrate commit` writes them, hashes included.
const FIRST = { name: '000001-first.sql', text: '--! Previous: -\n--! Hash: sha1:39b50be8cb45d186190182838e018d6258f11230\n--! Message: first\n\ncreate table public.t (id int);\n' };
const SECOND = { name: '000002-second.sql', text: '--! Previous: sha1:39b50be8cb45d186190182838e018d6258f11230\n--! Hash: sha1:f523792e9ae6cdc67d56dc3741e5e45c7aca0f65\n--! Message: second\n\ndrop table public.t;\n' };

describe('the committed migrations', () => {
  it('are an unbroken chain, none of them edited', () => {
    expect(brokenLinks(committed())).toEqual([]);
  });

  it('are found broken when one is edited, removed or put in between', () => {
    expect(brokenLinks([FIRST, SECOND])).toEqual([]);
    expect(brokenLinks([{ ...FIRST, text: FIRST.text.replace('int', 'bigint') }, SECOND])).toEqual(['000001-first.sql was edited']);
    expect(brokenLinks([SECOND])).toEqual([
      '000002-second.sql is not number 1', '000002-second.sql does not follow the one before it', '000002-second.sql was edited',
    ]);
    expect(brokenLinks([FIRST, { ...SECOND, name: '000003-second.sql' }])).toEqual(['000003-second.sql is not number 2']);
  });
});
