// The figures of a period beside those it is compared with; each number leads to its calls.
import { SimpleGrid } from '@mantine/core';
import { formatCount, formatDecimal, formatRate, formatTalk } from '../app/format.ts';
import type { PeriodFigures } from '../app/rows.ts';
import { FigureTile } from './figure-tile.tsx';
import { AnchorLink } from './links.tsx';

interface PeriodTilesProps {
  figures: readonly PeriodFigures[];
  agentId?: string;
}

const number = (value: number | string | null): number | null => (value === null ? null : Number(value));

export function PeriodTiles({ figures, agentId }: PeriodTilesProps) {
  const now = figures.find((each) => each.period === 'current');
  const before = figures.find((each) => each.period === 'compared');
  if (!now || !before) return null;
  const list = { from: now.from_date, to: now.to_date, ...(agentId !== undefined && { agent: agentId }) };
  return (
    <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }} spacing="md">
      <FigureTile
        name="Calls"
        means="Calls that the provider has accepted, and calls that came in, by the day on which they began."
        value={<AnchorLink to="/calls" search={list} inherit c="var(--mantine-color-text)">{formatCount(now.total_calls)}</AnchorLink>}
        now={now.total_calls}
        before={before.total_calls}
      />
      <FigureTile
        name="Answer rate"
        means="Percent of calls that somebody or something answered."
        value={<AnchorLink to="/calls" search={{ ...list, answered: true }} inherit c="var(--mantine-color-text)">{formatRate(now.answer_rate)}</AnchorLink>}
        now={number(now.answer_rate)}
        before={number(before.answer_rate)}
        inPoints
      />
      <FigureTile
        name="Talk"
        means="Time talked, as it is billed."
        value={<AnchorLink to="/calls" search={{ ...list, status: 'completed' }} inherit c="var(--mantine-color-text)">{formatTalk(now.talk_seconds)}</AnchorLink>}
        now={now.talk_seconds}
        before={before.talk_seconds}
      />
      <FigureTile
        name="Qualified leads"
        means="Analysed calls whose person is qualified, by the analysis or by your own decision."
        value={<AnchorLink to="/calls" search={{ ...list, lead: 'qualified' }} inherit c="var(--mantine-color-text)">{formatCount(now.qualified_leads)}</AnchorLink>}
        now={now.qualified_leads}
        before={before.qualified_leads}
      />
      <FigureTile
        name="Conversion"
        means="Percent of analysed calls whose person is qualified."
        value={<AnchorLink to="/calls" search={{ ...list, lead: 'analysed' }} inherit c="var(--mantine-color-text)">{formatRate(now.conversion_rate)}</AnchorLink>}
        now={number(now.conversion_rate)}
        before={number(before.conversion_rate)}
        inPoints
      />
      <FigureTile
        name="Credits"
        means="Credits charged for the calls."
        value={formatCount(now.credits_used)}
        now={now.credits_used}
        before={before.credits_used}
        note={`${formatDecimal(now.cost_per_lead)} for an analysed call`}
      />
    </SimpleGrid>
  );
}
