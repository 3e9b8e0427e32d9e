import { isDeeperThan } from '@callgres/api/http/json-depth';
import { makeStorable, storableText } from '@callgres/api/http/storable-text';
import { loggedPath } from '@callgres/api/http/logging';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('the depth of a JSON text', () => {
  it('is found without parsing', () => {
    expect(isDeeperThan(nested(64), 64)).toBe(false);
    expect(isDeeperThan(nested(65), 64)).toBe(true);
    expect(isDeeperThan('['.repeat(1_000_000), 64)).toBe(true);
    expect(isDeeperThan('{"a":'.repeat(70), 64)).toBe(true);
  });

  it('does not count brackets inside strings, whatever is escaped there', () => {
    expect(isDeeperThan(JSON.stringify({ a: '['.repeat(100) }), 1)).toBe(false);
    expect(isDeeperThan('"\\"[[[["', 1)).toBe(false);
    expect(isDeeperThan('"\\\\",[[', 1)).toBe(true);
  });

  it('agrees with a parser', () => {
    const depth = (value: unknown): number => (typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0);
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 7 }), (text, limit) => {
      expect(isDeeperThan(text, limit)).toBe(depth(JSON.parse(text)) > limit);
    }));
  });
});

describe('text that is to be stored', () => {
  it.each([
    ['a plain text', '{"a":"b"}', '{"a":"b"}', 0],
    ['a NUL character', 'a\0b', 'a\ufffdb', 1],
    ['an escaped NUL', '{"a":"\\u0000"}', '{"a":"\ufffd"}', 1],
    ['an escaped backslash before u0000', '{"a":"\\\\u0000"}', '{"a":"\\\\u0000"}', 0],
    ['a pair of surrogates', '"\\ud83d\\ude00"', '"\\ud83d\\ude00"', 0],
    ['a lone high surrogate', '"\\ud83d!"', '"\ufffd!"', 1],
    ['a lone low surrogate', '"\\uDE00"', '"\ufffd"', 1],
    ['two high surrogates and a low one', '"\\ud83d\\ud83d\\ude00"', '"\ufffd\\ud83d\\ude00"', 1],
    ['a lone surrogate that is no escape', 'x\ud83dy', 'x\ufffdy', 1],
    ['a backslash at the end', 'x\\', 'x\\', 0],
  ])('%s', (_title, text, expected, replaced) => {
    expect(makeStorable(text)).toEqual({ text: expected, replaced });
  });

  it('comes out of any bytes', () => {
    expect(storableText(Buffer.from([0x7b, 0xff, 0x00, 0x7d])).text).toBe('{\ufffd\ufffd}');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const { text } = storableText(bytes);
      expect(text.includes('\0')).toBe(false);
      expect(text.isWellFormed()).toBe(true);
    }));
  });

  it('stays what it was when it is JSON without such characters', () => {
    fc.assert(fc.property(fc.json(), (text) => {
      fc.pre(!/\\u0000|\\u[dD][89a-fA-F]/.test(text) && text.isWellFormed());
      expect(makeStorable(text)).toEqual({ text, replaced: 0 });
    }));
  });
});

it('logs no secret of a webhook and no input of a query', () => {
  expect(loggedPath('/webhooks/bolna/0123456789abcdef')).toBe('/webhooks/bolna/…');
  expect(loggedPath('/trpc/contacts.list?input=%7B%22search%22%3A%22Ada%22%7D')).toBe('/trpc/contacts.list');
});
