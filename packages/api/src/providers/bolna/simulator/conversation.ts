// A small grammar of sales calls: an opening, rounds of question and answer in the mood of the person, a farewell.
import { drawsOf, oneOf, type Draw } from './draws.ts';
import { callDraws, type CallRecord, type Life } from './life-cycle.ts';
import { personaOf, personas, type Mood, type Persona } from './persona.ts';

export interface Turn {
  speaker: 'assistant' | 'user';
  text: string;
  /** From the moment the call was answered. */
  startMs: number;
  endMs: number;
}
export interface Conversation {
  persona: Persona;
  turns: Turn[];
  summary: string;
  /** What the placeholders stood for, for the extraction. */
  facts: Record<string, string>;
}

const openings = [
  'Hello {name}, this is Ava from Harbor and Pine. Do you have two minutes?',
  'Good day, am I speaking with {name}? Ava here, from Harbor and Pine.',
  'Hi {name}, Ava from Harbor and Pine. I am calling about {topic}.',
] as const;
const answers: Record<Persona, readonly [string, ...string[]]> = {
  keen: ['Yes, good timing. What is it about?', 'Speaking. I read your mail yesterday.', 'Sure, go ahead.'],
  busy: ['Briefly, I am about to go into a meeting.', 'One minute. Make it short.'],
  sceptic: ['It depends on what you are selling.', 'Another one of these calls. Well, go on.'],
  wrong_person: ['There is nobody of that name here.', 'You have the wrong number, I think.'],
  callback: ['I am driving. Can this wait?', 'Hello? The line is bad, I am on the road.'],
  never_again: ['Where did you get this number?', 'I have asked you people before to stop.'],
  voicemail: ['You have reached the voicemail of {name}. Please leave a message after the tone.'],
};
const questions = [
  'How do you handle {topic} today?', 'How many people at {company} deal with it?', 'What costs you the most time there?',
  'Which tool do you use for it?', 'What happens when somebody is ill or on leave?', 'Who else would have a say in a change?',
  'When would you want this to be better?', 'Have you set aside a budget for this year?',
  'What would a good result look like in three months?', 'Others in your field cut {pain} by a third. Would that help?',
  'May I describe how a first month would go?', 'Is there something that has to stay as it is?',
] as const;
const message = 'I was calling about {topic} and will try again at another time.';
const replies: Record<Mood, readonly [string, ...string[]]> = {
  warm: [
    'Mostly by hand, and {pain} is what hurts.', 'Four of us, and it is too few for {topic}.', 'That would help a lot, yes.',
    'We use {tool}, but nobody likes it.', 'I decide that together with my partner.', 'Before {month}, if it can be done.',
    'Something like {budget}, if it pays for itself.', 'Tell me more about the first month.', 'Exactly, {pain} every single week.',
  ],
  neutral: [
    'It depends on the week.', 'We have {tool} for that.', 'I would have to look that up.', 'Possibly. Send me something I can read.',
    'Not before {month}.', 'My manager would have to agree.', 'There is some budget, I do not know how much.', 'Go on.',
  ],
  cold: [
    'We have {tool} and that is enough.', 'I have heard that before.', 'And what does it cost?', 'No.', 'I do not see why we should change.',
    'That is more than {budget}, I suppose.', 'We had bad experiences with that.', 'Please come to the point.',
  ],
};
const words = {
  topic: ['following up on leads', 'booking appointments', 'answering inquiries', 'renewals', 'collecting feedback'],
  pain: ['missed calls', 'double bookings', 'late replies', 'copying between lists', 'no-shows'],
  tool: ['a spreadsheet', 'a shared inbox', 'an old CRM', 'paper and a calendar'],
  month: ['March', 'the summer', 'October', 'the end of the quarter'],
  budget: ['two hundred a month', 'five hundred a month', 'ten thousand a year'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  hour: ['ten', 'eleven', 'two', 'half past three'],
} as const;

/** What was said in a call that was answered: 6 to 40 turns, as the length of the talk allows. */
export function conversationOf(call: CallRecord, life: Life): Conversation {
  const draw = callDraws(call);
  const persona = life.outcome === 'voicemail' ? 'voicemail' : personaOf(call);
  const { mood, farewells, summary } = personas[persona];
  const facts = factsOf(call, draw);
  const say = (text: string): string => text.replace(/\{(\w+)\}/g, (all, key: string) => facts[key] ?? all);

  const pairs = Math.min(20, Math.max(3, Math.round(life.talkMs / 12_000)));
  const lines: [string, string][] = [[oneOf(draw('opening'), openings), oneOf(draw('answer'), answers[persona])]];
  const offset = Math.floor(draw('question') * questions.length);
  for (let round = 0; round < pairs - 2; round++) {
    const question = questions[(offset + round) % questions.length] ?? questions[0];
    lines.push(persona === 'voicemail' ? [message, '(silence)'] : [question, oneOf(draw(`reply:${round}`), replies[mood])]);
  }
  lines.push([...oneOf(draw('farewell'), farewells)]);
  return { persona, turns: timed(lines.flat().map(say), life.talkMs), summary: say(summary), facts };
}

function factsOf(call: CallRecord, draw: Draw): Record<string, string> {
  const person = drawsOf(call.seed, call.recipient); // what is true of the person stays so from call to call
  const known = (keys: string[], otherwise: string): string => {
    const value = keys.map((key) => call.userData?.[key]).find((entry) => typeof entry === 'string' && entry !== '');
    return typeof value === 'string' ? value : otherwise;
  };
  return {
    name: known(['contact_name', 'name', 'first_name'], 'there'),
    company: known(['company', 'contact_company'], 'your company'),
    topic: oneOf(person('topic'), words.topic), pain: oneOf(person('pain'), words.pain), tool: oneOf(person('tool'), words.tool),
    budget: oneOf(person('budget'), words.budget), month: oneOf(person('month'), words.month),
    day: oneOf(draw('day'), words.day), hour: oneOf(draw('hour'), words.hour),
  };
}

/** Turns share the talk in proportion to their length. */
function timed(lines: string[], talkMs: number): Turn[] {
  const letters = lines.reduce((sum, line) => sum + line.length, 0);
  let startMs = 0;
  return lines.map((text, index) => {
    const endMs = startMs + (text.length / letters) * talkMs;
    const turn: Turn = { speaker: index % 2 === 0 ? 'assistant' : 'user', text, startMs: Math.round(startMs), endMs: Math.round(endMs) };
    startMs = endMs;
    return turn;
  });
}

export function transcriptOf(conversation: Conversation): string {
  return conversation.turns.map((turn) => `${turn.speaker}: ${turn.text}\n`).join('');
}
