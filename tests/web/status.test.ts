import { describe, expect, it } from 'vitest';
import { callState, people } from '../../packages/web/src/app/status.tsx';

const ENDED = '2026-11-25T12:00:00Z';

describe('callState', () => {
  it.each([
    ['in-progress', null, null, false, 'On the line'],
    ['in-progress', ENDED, 30, false, 'Line closed'],
    ['completed', ENDED, 30, false, 'Talked'],
    ['completed', ENDED, 0, false, 'No conversation'],
    ['completed', ENDED, 30, true, 'Voicemail'],
    ['completed', ENDED, 0, true, 'Voicemail'],
    ['busy', ENDED, null, false, 'Busy'],
  ] as const)('calls a call that is %s, ended %s, of %s s, voicemail %s, "%s"', (status, ended_at, duration_seconds, is_voicemail, word) => {
    expect(callState({ status, ended_at, duration_seconds, is_voicemail }).word).toBe(word);
  });
});

describe('people', () => {
  it('gives each part of the bar a word and a colour of its own', () => {
    expect(new Set(people.map((part) => part.word)).size).toBe(people.length);
    expect(new Set(people.map((part) => part.fill)).size).toBe(people.length);
    expect(people.map((part) => part.column)).toContain('people_closing');
  });
});
