import { IconRobot } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatDay } from '../../../app/format.ts';
import { periodOf, periodSearch } from '../../../app/period.ts';
import { useMe } from '../../../app/session.ts';
import { trpc } from '../../../app/trpc.ts';
import { NothingYet } from '../../../components/empty.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PeriodPicker } from '../../../components/period-picker.tsx';
import { AgentsTable } from './-list/agents-table.tsx';

const { days, back } = periodSearch;

export const Route = createFileRoute('/_app/agents/')({ validateSearch: z.object({ days, back }), component: AgentsPage });

function AgentsPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { timezone } = useMe();
  const period = periodOf(search, timezone);
  const agents = useQuery(trpc.agents.figures.queryOptions(period, { placeholderData: keepPreviousData }));
  return (
    <>
      <PageHead
        title="Agents"
        sub={`Figures of ${formatDay(period.from)} to ${formatDay(period.to)}, days of ${timezone}`}
        actions={<PeriodPicker value={search} onChange={({ days: length, back: periods }) => void navigate({ search: { days: length, back: periods }, replace: true })} withComparison={false} />}
      />
      <Panel flush>
        <Loaded query={agents}>
          {(rows) =>
            rows.length > 0 ? (
              <AgentsTable rows={rows} period={period} pale={agents.isPlaceholderData} keys />
            ) : (
              <NothingYet icon={IconRobot} title="No agents yet" description="An agent is the voice that talks in your calls. It is set up with the provider." />
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}
