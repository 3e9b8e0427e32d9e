import { Badge, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { formatCount } from '../../../app/format.ts';
import type { JobRun } from '../../../app/rows.ts';
import { trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { StuckEmails } from './-parts/stuck-emails.tsx';

export const Route = createFileRoute('/_app/admin/jobs')({ component: JobsPage });

const EVERY_MS = 10_000;
const columns: Column<JobRun>[] = [
  { title: 'Job', cell: (job) => job.task, width: '24%' },
  { title: 'State', cell: (job) => <State job={job} />, card: 'beside', width: 100 },
  { title: 'Runs (UTC)', cell: (job) => job.schedule ?? 'when asked for' },
  { title: 'Last run', cell: (job) => (job.last_started_at ? <Moment at={job.last_started_at} /> : 'never') },
  { title: 'Took', cell: (job) => (job.last_duration_ms === null ? '–' : `${formatCount(job.last_duration_ms)} ms`), align: 'right' },
  { title: 'Result', cell: (job) => job.last_error ?? job.last_result ?? '–', rank: 2 },
  { title: 'Runs', cell: (job) => formatCount(job.runs), align: 'right', rank: 3 },
  { title: 'Failed', cell: (job) => formatCount(job.failures), align: 'right', rank: 3 },
];

const State = ({ job }: { job: JobRun }) =>
  job.last_started_at === null ? <Badge color="gray">Not yet</Badge> : job.last_error === null ? <Badge color="green">Good</Badge> : <Badge color="red">Failed</Badge>;

function JobsPage() {
  const jobs = useQuery(trpc.admin.jobs.queryOptions(undefined, { refetchInterval: EVERY_MS }));
  return (
    <>
      <PageHead title="Jobs" sub="What runs in the background, and how it went the last time" />
      <Stack gap="md">
        <Panel flush>
          <Loaded query={jobs} rows={8}>{(rows) => <ResourceTable label="Jobs" rows={rows} columns={columns} rowId={(job) => job.task} keys />}</Loaded>
        </Panel>
        <StuckEmails everyMs={EVERY_MS} />
      </Stack>
    </>
  );
}
