import { Badge, Progress, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { countOf, formatDay, formatDecimal } from '../../../app/format.ts';
import { periodOf, periodSearch } from '../../../app/period.ts';
import type { AgentFigures } from '../../../app/rows.ts';
import { useMe } from '../../../app/session.ts';
import { trpc } from '../../../app/trpc.ts';
import { DayBars } from '../../../components/day-bars.tsx';
import { Facts } from '../../../components/facts.tsx';
import { HourMap } from '../../../components/hour-map.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { NotFound } from '../../../components/not-found.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PeriodPicker } from '../../../components/period-picker.tsx';
import { PeriodTiles } from '../../../components/period-tiles.tsx';
import { TwoColumns } from '../../../components/two-columns.tsx';

export const Route = createFileRoute('/_app/agents/$agentId')({ validateSearch: z.object(periodSearch), component: AgentPage });

function AgentPage() {
  const { agentId } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { timezone } = useMe();
  const period = periodOf(search, timezone);
  const { data: [agent] } = useSuspenseQuery(trpc.agents.figures.queryOptions({ ...period, agentId }));
  const figures = useQuery(trpc.dashboard.compare.queryOptions({ ...period, compare: search.compare ?? 'previous', agentId }, { placeholderData: keepPreviousData }));
  const days = useQuery(trpc.dashboard.days.queryOptions({ ...period, agentId }, { placeholderData: keepPreviousData }));
  const hours = useQuery(trpc.dashboard.hours.queryOptions({ ...period, agentId }, { placeholderData: keepPreviousData }));
  if (!agent) return <NotFound />;

  return (
    <>
      <PageHead
        title={agent.name}
        mark={!agent.is_active && <Badge color="gray">Off</Badge>}
        sub={`${formatDay(period.from)} to ${formatDay(period.to)}, days of ${timezone}`}
        actions={<PeriodPicker value={search} onChange={(next) => void navigate({ search: next, replace: true })} />}
      />
      <Stack gap="md">
        <Loaded query={figures}>{(rows) => <PeriodTiles figures={rows} agentId={agentId} />}</Loaded>
        <Panel title="Calls by day">
          <Loaded query={days}>{(rows) => <DayBars days={rows} filter={{ agent: agentId }} />}</Loaded>
        </Panel>
        <TwoColumns>
          <Panel title="Scores">
            <Scores agent={agent} />
          </Panel>
          <Panel title="What people asked for">
            <Facts
              facts={[
                ['Prices', countOf(agent.cta_pricing_clicks, 'time', 'times')],
                ['A demonstration', countOf(agent.cta_demo_clicks, 'time', 'times')],
                ['Another call', countOf(agent.cta_followup_clicks, 'time', 'times')],
                ['A sample', countOf(agent.cta_sample_clicks, 'time', 'times')],
                ['A human being', countOf(agent.cta_human_escalations, 'time', 'times')],
              ]}
            />
          </Panel>
        </TwoColumns>
        <Panel title="By weekday and hour">
          <Loaded query={hours}>{(rows) => <HourMap hours={rows} period={period} agentId={agentId} />}</Loaded>
        </Panel>
      </Stack>
    </>
  );
}

function Scores({ agent }: { agent: AgentFigures }) {
  const scores = [
    ['Engagement', agent.avg_engagement_score], ['Intent', agent.avg_intent_score], ['Urgency', agent.avg_urgency_score],
    ['Budget', agent.avg_budget_score], ['Fit', agent.avg_fit_score], ['Total', agent.avg_total_score],
  ] as const;
  if (scores.every(([, score]) => score === null))
    return (
      <Text size="sm" c="dimmed">
        No analysed calls in this period.
      </Text>
    );
  return (
    <Stack gap={6}>
      {scores.map(([name, score]) => (
        <div key={name}>
          <Text size="sm" component="div" style={{ display: 'flex', justifyContent: 'space-between' }}>
            <span>{name}</span>
            <b>{formatDecimal(score)}</b>
          </Text>
          <Progress value={Number(score ?? 0)} color="iris.6" size={5} aria-label={`${name}: ${formatDecimal(score)} of 100`} />
        </div>
      ))}
    </Stack>
  );
}
