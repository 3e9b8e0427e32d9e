// What the pictures need beside the demo campaign that dials by itself: campaigns in other states, and a conversation
// worth reading. All names say that they are a demonstration.
import type { Operator } from '../start/operator.ts';

export interface SeededIds {
  campaign: string;
  call: string;
  imported: string;
}

type Until = <T>(what: string, ask: () => Promise<T | undefined>) => Promise<T>;

const DAY_MS = 86_400_000;
/** Enough for a bar in which every colour is seen, and far from the end. */
const CALLS_WANTED = 150;
const TALK_SECONDS = { least: 80, most: 200 };

/** The day so many days from now, where the demo tenant lives. */
const dayIn = (days: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date(Date.now() + days * DAY_MS));

async function makeCampaign(operator: Operator, name: string, search: string, change: Record<string, unknown>): Promise<string> {
  const [agent] = await operator.query<{ id: string }[]>('agents.list');
  const { id } = await operator.mutate<{ id: string }>('campaigns.create', {
    name,
    nextAction: 'Agree on a date for a demonstration',
    agentId: agent?.id,
    firstCallTime: '09:00',
    lastCallTime: '18:00',
    startDate: dayIn(0),
    ...change,
  });
  await operator.mutate('campaigns.addContacts', { campaignId: id, search });
  return id;
}

async function makeOtherCampaigns(operator: Operator): Promise<void> {
  await makeCampaign(operator, 'Demo: people who asked for a call back', 'Demo Contact 08', { campaignTimezone: 'Europe/London' });
  const later = await makeCampaign(operator, 'Demo: renewals next week', 'Demo Contact 03', {
    startDate: dayIn(7),
    campaignTimezone: 'Asia/Kolkata',
  });
  await operator.mutate('campaigns.launch', { campaignId: later });
  const paused = await makeCampaign(operator, 'Demo: visitors of the fair', 'Demo Contact 05', { firstCallTime: '00:00', lastCallTime: '00:00' });
  await operator.mutate('campaigns.launch', { campaignId: paused });
  await operator.mutate('campaigns.pause', { campaignId: paused });
}

interface CallRow {
  id: string;
  has_transcript: boolean;
  duration_seconds: number | null;
  sentiment: string | null;
}

/** Prepares the account and returns the rows that the pictures are about. */
export async function seedForPictures(operator: Operator, until: Until): Promise<SeededIds> {
  const [imported] = await operator.query<{ id: string }[]>('imports.list');
  await makeOtherCampaigns(operator);
  const campaign = await until('enough calls', async () => {
    const rows = await operator.query<{ id: string; name: string; completed_calls: number }[]>('campaigns.list');
    return rows.find((row) => row.completed_calls >= CALLS_WANTED)?.id;
  });
  const call = await until('a conversation worth reading', async () => {
    const rows = await operator.query<CallRow[]>('calls.list', { status: 'completed', limit: 100 });
    return rows.find((row) => {
      const seconds = row.duration_seconds ?? 0;
      return row.has_transcript && row.sentiment === 'positive' && seconds >= TALK_SECONDS.least && seconds <= TALK_SECONDS.most;
    })?.id;
  });
  return { campaign, call, imported: imported?.id ?? '' };
}
