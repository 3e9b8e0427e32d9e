// Who picks up. A number keeps its person through all its calls, whichever agent calls.
import { drawsOf, pick } from './draws.ts';

export type Persona = 'keen' | 'busy' | 'sceptic' | 'wrong_person' | 'callback' | 'never_again' | 'voicemail';
export type Mood = 'warm' | 'neutral' | 'cold';

interface Traits {
  /** How long this person talks, against the median. */
  pace: number;
  mood: Mood;
  sentiment: 'positive' | 'neutral' | 'negative' | 'mixed';
  qualification: 'qualified' | 'unqualified' | 'needs_review';
  callOutcome: string;
  /** Centre of the scores, 0–100. */
  score: number;
  /** The last words, one pair or the other: assistant, then user. */
  farewells: readonly [readonly [string, string], ...(readonly [string, string])[]];
  summary: string;
  nextAction: string;
}

export const personas: Record<Persona, Traits> = {
  keen: {
    pace: 1.5, mood: 'warm', sentiment: 'positive', qualification: 'qualified', callOutcome: 'meeting_booked', score: 80,
    farewells: [
      ['Then I will book {day} at {hour} and send you the invitation.', 'Perfect, {day} works. Thank you, goodbye.'],
      ['Shall we look at it together on {day} at {hour}?', 'Yes, put it into my calendar. Talk to you then.'],
    ],
    summary: '{name} wants to improve {topic}, loses time with {pain} and booked a meeting on {day}.',
    nextAction: 'Send the invitation and a short agenda',
  },
  busy: {
    pace: 0.6, mood: 'neutral', sentiment: 'neutral', qualification: 'needs_review', callOutcome: 'follow_up_needed', score: 45,
    farewells: [
      ['I will send you one page by mail and leave it there.', 'Do that. I really have to run now.'],
      ['May I send you the figures in writing?', 'Yes, by mail please. Bye.'],
    ],
    summary: '{name} had little time, uses {tool} and asked for information in writing.',
    nextAction: 'Send one page by mail',
  },
  sceptic: {
    pace: 1.1, mood: 'cold', sentiment: 'mixed', qualification: 'unqualified', callOutcome: 'not_interested', score: 30,
    farewells: [
      ['Thank you for being frank. May we ask again next year?', 'You may, but I do not expect to change my mind.'],
      ['I understand. Then I will not take more of your time.', 'All right. Goodbye.'],
    ],
    summary: '{name} is content with {tool}, doubts the price and is not interested at present.',
    nextAction: 'Nothing before next year',
  },
  wrong_person: {
    pace: 0.3, mood: 'cold', sentiment: 'neutral', qualification: 'unqualified', callOutcome: 'wrong_number', score: 8,
    farewells: [
      ['I am sorry to have bothered you. I will correct our list.', 'No problem, bye.'],
      ['Thank you for telling me. Have a good day.', 'You too.'],
    ],
    summary: 'The number does not belong to {name}; the person asked us to correct the list.',
    nextAction: 'Find the right number',
  },
  callback: {
    pace: 0.6, mood: 'neutral', sentiment: 'neutral', qualification: 'needs_review', callOutcome: 'callback_scheduled', score: 55,
    farewells: [
      ['When would be a better moment?', 'Call me at five, then I am off the road.'],
      ['Shall I call again tomorrow?', 'Tomorrow at five. Not earlier, please.'],
    ],
    summary: '{name} was on the road, has trouble with {pain} and asked for a call at five.',
    nextAction: 'Call again at five',
  },
  never_again: {
    pace: 0.35, mood: 'cold', sentiment: 'negative', qualification: 'unqualified', callOutcome: 'not_interested', score: 4,
    farewells: [
      ['I will take you off the list at once. I apologise.', 'And never call this number again.'],
      ['Understood. You will not hear from us again.', 'I hope so.'],
    ],
    summary: '{name} asked not to be called again.',
    nextAction: 'Put the number on the do-not-call list',
  },
  voicemail: {
    pace: 1, mood: 'neutral', sentiment: 'neutral', qualification: 'needs_review', callOutcome: 'voicemail', score: 0,
    farewells: [['You can reach us at any time. Goodbye.', 'End of message. To listen to it again, press one.']],
    summary: 'A voicemail greeting answered; a short message for {name} was left.',
    nextAction: 'Try again at another hour',
  },
};

const shares: Partial<Record<Persona, number>> = {
  keen: 0.22, busy: 0.2, sceptic: 0.24, wrong_person: 0.07, callback: 0.19, never_again: 0.08,
};

export function personaOf(call: { seed: string; recipient: string }): Persona {
  return pick(drawsOf(call.seed, call.recipient)('persona'), shares) ?? 'busy';
}
