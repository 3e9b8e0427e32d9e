import { API_VARIABLES, CONFIG_NAMES, WORKER_VARIABLES, configHelp, configMarkdown, readConfig } from '@callgres/shared/config';
import { PlainError } from '@callgres/shared/plain-error';
import { describe, expect, it } from 'vitest';

describe('readConfig', () => {
  it('fills in defaults, and an empty variable counts as absent', () => {
    expect(readConfig({ PORT: '', LOG_LEVEL: '' }, ['PORT', 'PGPORT', 'LOG_LEVEL'])).toEqual({ PORT: 3000, PGPORT: 54_329, LOG_LEVEL: 'info' });
  });

  it('lets the public address follow the port', () => {
    expect(readConfig({ PORT: '4000' }, ['PUBLIC_URL'])).toEqual({ PUBLIC_URL: 'http://localhost:4000' });
    expect(readConfig({ PUBLIC_URL: 'https://calls.example/' }, ['PUBLIC_URL'])).toEqual({ PUBLIC_URL: 'https://calls.example' });
  });

  it.each([
    ['PORT', 'abc', 'PORT must be a whole number from 1 to 65535, but is "abc".'],
    ['PORT', '0', 'PORT must be a whole number from 1 to 65535, but is "0".'],
    ['BOLNA_BASE_URL', 'ftp://x', 'BOLNA_BASE_URL must be an address that begins with http:// or https://, but is "ftp://x".'],
    ['ALLOW_PLAIN_HTTP', 'true', 'ALLOW_PLAIN_HTTP must be yes or no, but is "true".'],
  ] as const)('refuses %s=%s in one sentence', (name, value, sentence) => {
    expect(() => readConfig({ [name]: value }, [name])).toThrow(new PlainError(sentence));
  });

  it('names what is missing, and only what was asked for', () => {
    expect(() => readConfig({}, ['API_DATABASE_URL'])).toThrow(/^API_DATABASE_URL is not set: it must be a connection string/);
    expect(readConfig({}, ['DIRECT_DATABASE_URL'])).toEqual({ DIRECT_DATABASE_URL: undefined });
  });

  it.each(['API_DATABASE_URL', 'PASSWORD_PEPPER', 'SEALING_KEYS'] as const)('never repeats the value of %s', (name) => {
    expect(() => readConfig({ [name]: 'hunter2' }, [name])).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') as string }) as Error);
  });

  it('reads sealing keys in order and refuses a short one', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    expect(readConfig({ SEALING_KEYS: `new:${key},old:${key}` }, ['SEALING_KEYS']).SEALING_KEYS.map((entry) => entry.id)).toEqual(['new', 'old']);
    expect(() => readConfig({ SEALING_KEYS: 'k1:c2hvcnQ=' }, ['SEALING_KEYS'])).toThrow(PlainError);
  });
});

describe('the printed table', () => {
  it('has a line for every variable', () => {
    for (const name of CONFIG_NAMES) {
      expect(configHelp()).toContain(name);
      expect(configMarkdown()).toContain(`\`${name}\``);
    }
  });

  it('keeps the owner away from the API and the worker', () => {
    expect([...API_VARIABLES, ...WORKER_VARIABLES]).not.toContain('DATABASE_URL');
    expect(API_VARIABLES).not.toContain('WORKER_DATABASE_URL');
    expect(WORKER_VARIABLES).not.toContain('API_DATABASE_URL');
  });
});
