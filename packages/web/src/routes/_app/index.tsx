import { Stack } from '@mantine/core';
import { keepPreviousData, noop, skipToken, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatDay } from '../../app/format.ts';
import { type Period, type PeriodSearch, addDays, comparisons, periodOf, periodSearch } from '../../app/period.ts';
import { useMe } from '../../app/session.ts';
import { trpc } from '../../app/trpc.ts';
import { DayBars } from '../../components/day-bars.tsx';
import { HourMap } from '../../components/hour-map.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Panel } from '../../components/panel.tsx';
import { PeriodPicker } from '../../components/period-picker.tsx';
import { PeriodTiles } from '../../components/period-tiles.tsx';
import { TwoColumns } from '../../components/two-columns.tsx';
import { AgentsPanel } from './-dashboard/agents-panel.tsx';
import { RunningCampaigns } from './-dashboard/running-campaigns.tsx';
import { SourcesPanel } from './-dashboard/sources-panel.tsx';

export const Route = createFileRoute('/_app/')({
  validateSearch: z.object(periodSearch),
  loader: ({ context }) => {
    context.queryClient.query({ ...context.trpc.campaigns.list.queryOptions({ status: 'active' }), staleTime: 'static' }).catch(noop);
  },
  component: DashboardPage,
});

function DashboardPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { timezone } = useMe();
  const period = periodOf(search, timezone);
  const compare = search.compare ?? 'previous';
  const figures = useQuery(trpc.dashboard.compare.queryOptions({ ...period, compare }, { placeholderData: keepPreviousData }));
  const hours = useQuery(trpc.dashboard.hours.queryOptions(period, { placeholderData: keepPreviousData }));

  return (
    <>
      <PageHead
        title="Dashboard"
        sub={`${formatDay(period.from)} to ${formatDay(period.to)}, days of ${timezone}, compared with ${comparisons[compare]}`}
        actions={<PeriodPicker value={search} onChange={(next: PeriodSearch) => void navigate({ search: next, replace: true })} />}
      />
      <Stack gap="md">
        <Loaded query={figures}>{(rows) => <PeriodTiles figures={rows} />}</Loaded>
        <DaysPanel period={period} comparedFrom={figures.data?.find((each) => each.period === 'compared')?.from_date} />
        <RunningCampaigns />
        <TwoColumns>
          <AgentsPanel period={period} />
          <SourcesPanel period={period} />
        </TwoColumns>
        <Panel title="By weekday and hour">
          <Loaded query={hours}>{(rows) => <HourMap hours={rows} period={period} />}</Loaded>
        </Panel>
      </Stack>
    </>
  );
}

/** Calls by day, each beside the day it is compared with. */
function DaysPanel({ period, comparedFrom }: { period: Period; comparedFrom: string | undefined }) {
  const length = (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000;
  const days = useQuery(trpc.dashboard.days.queryOptions(period, { placeholderData: keepPreviousData }));
  // No data of a period before: a line that belongs to other days is worse than none for a moment.
  const before = useQuery(trpc.dashboard.days.queryOptions(comparedFrom === undefined ? skipToken : { from: comparedFrom, to: addDays(comparedFrom, length) }));
  return (
    <Panel title="Calls by day">
      <Loaded query={days}>{(rows) => <DayBars days={rows} before={before.data?.map((day) => day.total_calls)} />}</Loaded>
    </Panel>
  );
}
