import { describe, expect, it } from 'vitest';
import { parseTurns } from '../../packages/web/src/routes/_app/calls/-detail/transcript-turns.ts';

describe('parseTurns', () => {
  it('cuts the provider\'s text into turns by who speaks', () => {
    expect(parseTurns('assistant: Hello.\nuser: Hi, who is it?\nassistant: Maya.')).toEqual([
      { speaker: 'agent', text: 'Hello.' },
      { speaker: 'person', text: 'Hi, who is it?' },
      { speaker: 'agent', text: 'Maya.' },
    ]);
  });

  it('keeps a line without a speaker with the turn before it', () => {
    expect(parseTurns('user: The address is\r\n12 High Street')).toEqual([{ speaker: 'person', text: 'The address is\n12 High Street' }]);
  });

  it('shows text without any speaker rather than nothing', () => {
    expect(parseTurns('Hello. Goodbye.')).toEqual([{ speaker: 'unknown', text: 'Hello. Goodbye.' }]);
  });

  it('does not take a colon inside a sentence for a speaker', () => {
    expect(parseTurns('user: I said: call my agent: now')).toEqual([{ speaker: 'person', text: 'I said: call my agent: now' }]);
  });

  it('leaves out turns in which nothing was said', () => {
    expect(parseTurns('assistant:\nuser: Hello?')).toEqual([{ speaker: 'person', text: 'Hello?' }]);
  });
});
