import { isCommonPassword, isOwnName, newPassword } from '@callgres/api/new-password';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const accepts = (password: string): boolean => newPassword.safeParse(password).success;

describe('a new password', () => {
  it.each([
    'password123', 'Password2026!', 'p@ssw0rd1234', 'passwordpassword', '!!!password!!!', 'P4$$w0rd!!', 'iloveyou123', 'welcome2026!', 'administrator1', 'qwertyuiop', 'QWERTZuiop1', 'letmein!!!!',
    '1234567890', '0987654321', '12345678901234567890', 'abcdefghij', '1q2w3e4r5t', '1qaz2wsx3edc', 'aaaaaaaaaaaa', 'abcabcabcabc', '          ', 'asdfasdfasdf', 'abcd1234abcd', 'callgres2026',
  ])('is not %s', (password) => {
    expect(accepts(password)).toBe(false);
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    'correct horse battery staple', 'a new password of some length', 'passwords are a pest', 'Kaffee mit Milch', 'x7$kQ9!pLm2', 'mein passwort ist lang', 'дом на холме', '日本語のパスワードです', 'my dog ate 1234 pears',
  ])('may be %s', (password) => {
    expect(accepts(password)).toBe(true);
  });

  it('is any that is drawn at random, and whole: no character is refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 16, maxLength: 64 }), (drawn) => {
      const password = `${drawn} zebra ∆ ridge`;
      expect(accepts(password)).toBe(true);
    }));
  });

  it('is judged quickly, whatever it is', () => {
    const long = ['abcd'.repeat(249), 'qwer'.repeat(249).concat('!'), `${'1'.repeat(998)}x`, 'ab'.repeat(499).concat('c')];
    const began = performance.now();
    for (const password of long) accepts(password);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('the own name', () => {
  const ada = { email: 'ada.lovelace@engines.example', name: 'Ada King-Lovelace' };
  it.each(['ada.lovelace@engines.example', 'ADA-LOVELACE', 'AdaLovelace1815!', 'Ada King Lovelace', 'adakinglovelace', 'engines.example', '2026 ada.lovelace', 'adalovelaceadalovelace'])('is no password: %s', (password) => {
    expect(isOwnName(password, ada)).toBe(true);
  });

  it.each(['ada likes green engines', 'the countess of lovelace', 'engines of wood and brass'])('may be part of one: %s', (password) => {
    expect(isOwnName(password, ada)).toBe(false);
  });

  it('that is unknown refuses nothing', () => {
    expect(isOwnName('some words that are long', { email: 'x@y.example', name: null })).toBe(false);
    expect(isOwnName('!!!!!!!!!!!', { email: 'x@y.example', name: '' })).toBe(false);
  });
});
