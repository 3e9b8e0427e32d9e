// Telephone numbers as people and spreadsheets write them: what becomes of each, and why one is none. A number counts
// only when it names its country; two notations of one number are one contact.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function read(text: string | null): Promise<{ number: string | null; fault: string | null }> {
  const found = await client.query<{ number: string | null; fault: string | null }>('select public.normalise_phone($1) as number, public.phone_fault($1) as fault', [text]);
  return found.rows[0] ?? { number: 'no row', fault: 'no row' };
}

describe('a number', () => {
  it.each([
    ['+447700900123', '+447700900123'],
    ['+44 7700 900123', '+447700900123'],
    ['  +44-7700-900-123  ', '+447700900123'],
    ['+44.7700.900.123', '+447700900123'],
    ['+44/7700/900123', '+447700900123'],
    ['+1 (201) 555-0123', '+12015550123'],
    ['+44\u00a07700\u00a0900123', '+447700900123'],
    ['+44\t7700 900123', '+447700900123'],
    ['00447700900123', '+447700900123'],
    ['00 44 7700 900123', '+447700900123'],
    ['0012015550123', '+12015550123'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['00 44 (0) 20 7946 0958', '+442079460958'],
    ['+1234567', '+1234567'],
    ['+123456789012345', '+123456789012345'],
  ])('written %j is read as %j', async (text, number) => {
    expect(await read(text)).toEqual({ number, fault: null });
  });

  it('has one notation: reading it again changes nothing', async () => {
    for (const text of ['+44 7700 900123', '00 1 (201) 555-0123']) {
      const { number } = await read(text);
      expect(await read(number)).toEqual({ number, fault: null });
    }
  });
});

describe('no number', () => {
  it.each([
    [null, 'phone_missing'],
    ['', 'phone_missing'],
    ['   ', 'phone_missing'],
    ['9.19E+11', 'phone_destroyed_by_spreadsheet'],
    ['9,19E+11', 'phone_destroyed_by_spreadsheet'],
    ['4.47701e11', 'phone_destroyed_by_spreadsheet'],
    ['1E+12', 'phone_destroyed_by_spreadsheet'],
    ['none', 'phone_has_letters'],
    ['+44 7700 90O123', 'phone_has_letters'],
    ['+447700900123 ext 4', 'phone_has_letters'],
    ['+447700900123;+447700900124', 'phone_has_letters'],
    ["'+447700900123", 'phone_has_letters'],
    ['+４４7700900123', 'phone_has_letters'],
    ['+123456', 'phone_too_short'],
    ['112', 'phone_too_short'],
    ['+', 'phone_too_short'],
    ['-', 'phone_too_short'],
    ['+1234567890123456', 'phone_too_long'],
    ['0044770090012345678', 'phone_too_long'],
    ['07700 900123', 'phone_without_country_code'],
    ['447700900123', 'phone_without_country_code'],
    ['(201) 555-0123', 'phone_without_country_code'],
    ['+07700900123', 'phone_invalid'],
    ['++447700900123', 'phone_invalid'],
    ['+44+7700900123', 'phone_invalid'],
    ['000447700900123', 'phone_invalid'],
  ])('%j: %s', async (text, fault) => {
    expect(await read(text)).toEqual({ number: null, fault });
  });

  it('has a sentence of its own for every reason', async () => {
    const keys = ['phone_missing', 'phone_destroyed_by_spreadsheet', 'phone_has_letters', 'phone_too_short', 'phone_too_long', 'phone_without_country_code', 'phone_invalid'];
    const said = await client.query<{ sentence: string }>('select public.reject_sentence(k) as sentence from unnest($1::text[]) k', [[...keys, 'a key that nobody knows']]);
    expect(new Set(said.rows.map((row) => row.sentence)).size).toBe(keys.length + 1);
  });
});
