// extracted_data: one category, every value a string, and the gaps a language model leaves: nothing found (""), not
// applicable ("null"), absent, low confidence, invalid.
import { between } from './draws.ts';
import { callDraws, type CallRecord } from './life-cycle.ts';
import type { Conversation } from './conversation.ts';
import { personas } from './persona.ts';

interface Result {
  subjective: string | null;
  objective: string | null;
  confidence: number;
  confidence_label: 'High' | 'Medium' | 'Low';
  reasoning_subjective: string | null;
  reasoning_objective: string | null;
  validation: { is_valid: boolean };
}

/** `endedAt`: Unix ms; a booked meeting lies some days after it, in the recipient's working hours. */
export function extractionOf(call: CallRecord, { persona, facts }: Conversation, endedAt: number): Record<string, Record<string, Result>> {
  const traits = personas[persona];
  const draw = callDraws(call);
  const isTalk = persona !== 'voicemail' && persona !== 'wrong_person';
  const score = (name: string): string =>
    isTalk ? String(Math.round(Math.min(100, Math.max(0, traits.score + between(draw(`score:${name}`), -18, 18))))) : 'null';
  const meeting = workday(endedAt, 1 + Math.floor(draw('meeting:days') * 5), call.recipient);
  const fact = (key: string, known: boolean): string => (known ? (facts[key] ?? '') : '');
  const warm = traits.mood !== 'cold' && isTalk;

  const objective: Record<string, string> = {
    engagement_score: score('engagement'), intent_score: score('intent'), urgency_score: score('urgency'),
    budget_score: score('budget'), fit_score: score('fit'),
    qualification_status: traits.qualification, call_outcome: traits.callOutcome, sentiment: traits.sentiment,
    decision_maker: isTalk ? (draw('decision_maker') < 0.6 ? 'true' : 'false') : 'null',
    meeting_scheduled_at: persona === 'keen' ? meeting : 'null',
    follow_up_date: persona === 'callback' || persona === 'busy' ? meeting.slice(0, 10) : 'null',
    do_not_call: persona === 'never_again' ? 'Yes' : 'No',
  };
  const subjective: Record<string, string> = {
    decision_timeline: fact('month', warm), budget_range: fact('budget', persona === 'keen'), key_topics: fact('topic', isTalk),
    pain_points: fact('pain', warm), objections: traits.mood === 'cold' && isTalk ? 'price\nno need' : '',
    next_steps: traits.nextAction, competitor_mentions: fact('tool', isTalk), next_action: traits.nextAction, notes: '',
  };

  const results: Record<string, Result> = {};
  for (const [kind, values] of Object.entries({ objective, subjective })) {
    for (const [name, value] of Object.entries(values)) {
      // The refusal to be called is never left out: what becomes of it must not be a matter of chance.
      if (name !== 'do_not_call' && draw(`missing:${name}`) < 0.06) continue;
      const confidence = Number((1 - 0.7 * draw(`confidence:${name}`) ** 3).toFixed(2));
      results[name] = {
        subjective: kind === 'subjective' ? value : null,
        objective: kind === 'objective' ? value : null,
        confidence,
        confidence_label: confidence >= 0.8 ? 'High' : confidence >= 0.5 ? 'Medium' : 'Low',
        reasoning_subjective: null, reasoning_objective: null,
        validation: { is_valid: name === 'do_not_call' || draw(`valid:${name}`) >= 0.02 },
      };
    }
  }
  return { Callgres: results };
}

function workday(from: number, days: number, recipient: string): string {
  const date = new Date(from + days * 86_400_000);
  while (date.getUTCDay() % 6 === 0) date.setUTCDate(date.getUTCDate() + 1);
  date.setUTCHours(recipient.startsWith('+44') ? 10 : 18, 0, 0, 0); // 18 UTC is daytime from New York to Los Angeles
  return date.toISOString();
}
