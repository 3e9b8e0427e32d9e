import { Refusal, answerTo } from '@callgres/api/errors';
import { ContactFileError } from '@callgres/api/csv/contact-file';
import { Gate } from '@callgres/api/gate';
import { hashPassword } from '@callgres/api/passwords';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const sqlError = (code: string, message = 'select secret from table', hint?: string): Error => Object.assign(new Error(message), { code, hint });

describe('what a caller is told', () => {
  it.each([
    ['VC409', 409, 'CONFLICT'], ['VC402', 402, 'PAYMENT_REQUIRED'], ['VC422', 422, 'UNPROCESSABLE_CONTENT'],
    ['VC412', 412, 'PRECONDITION_FAILED'], ['VC429', 429, 'TOO_MANY_REQUESTS'], ['VC404', 404, 'NOT_FOUND'],
  ])('of %s: the key and the hint of SQL', (code, httpStatus, trpcCode) => {
    expect(answerTo(sqlError(code, 'the_key', 'A sentence.'))).toMatchObject({ httpStatus, code: trpcCode, key: 'the_key', hint: 'A sentence.' });
  });

  it.each([
    ['23505', 409], ['23503', 400], ['23514', 400], ['22P02', 400], ['42501', 403], ['P0002', 404], ['57014', 408],
    ['08006', 503], ['57P01', 503], ['53300', 503], ['55P03', 503], ['40001', 503],
    ['42P01', 500], ['XX000', 500], ['42601', 500], ['VC500', 500],
  ])('of %s: status %i and no word of the database', (code, httpStatus) => {
    const answer = answerTo(new Error('outside', { cause: new Error('wrapped', { cause: sqlError(code) }) }));
    expect(answer.httpStatus).toBe(httpStatus);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('of a mistake of ours: nothing', () => {
    expect(answerTo(new TypeError('secret'))).toMatchObject({ httpStatus: 500, key: 'internal_error' });
    expect(answerTo('secret')).toMatchObject({ httpStatus: 500, key: 'internal_error' });
    expect(answerTo(new Refusal(500, 'secret', 'secret'))).toMatchObject({ key: 'internal_error' });
  });

  it('of a bad input: the fields', () => {
    const error = z.strictObject({ name: z.string(), size: z.number() }).safeParse({ name: 1, size: 2, more: 3 }).error;
    const answer = answerTo(new Error('outside', { cause: error }));
    expect(answer.httpStatus).toBe(400);
    expect(Object.keys(answer.fieldErrors ?? {}).sort()).toEqual(['more', 'name']);
  });

  it('of a file that cannot be read: why', () => {
    expect(answerTo(new ContactFileError('no_phone_column', 'Sentence.'))).toMatchObject({ httpStatus: 422, key: 'no_phone_column', hint: 'Sentence.' });
  });
});

describe('passwords', () => {
  it('hash to the same text with the same salt, and to another with another pepper', async () => {
    const salt = Buffer.alloc(16, 7).toString('base64');
    const first = await hashPassword('correct horse', 'p'.repeat(32), salt);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('correct horse', 'p'.repeat(32), salt)).toBe(first);
    expect(await hashPassword('correct horse', 'q'.repeat(32), salt)).not.toBe(first);
    expect(await hashPassword('correct horse', 'p'.repeat(32))).not.toBe(first);
  });

  it('are hashed two at a time, while a limited number waits and the rest is refused', async () => {
    const gate = new Gate(2, 50, 'Busy.');
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const work = async (): Promise<string> => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => release.push(resolve));
      running--;
      return 'done';
    };
    const results = Promise.allSettled(Array.from({ length: 60 }, () => gate.run(work)));
    for (let done = 0; done < 52; ) {
      await new Promise((resolve) => setImmediate(resolve));
      while (release.length > 0) {
        release.shift()?.();
        done++;
      }
    }
    const outcomes = await results;
    expect(most).toBe(2);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(52);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]?.reason).toMatchObject({ httpStatus: 429 });
  });
});
