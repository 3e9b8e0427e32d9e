import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatCount } from '../../../app/format.ts';
import { keysOf } from '../../../app/search.ts';
import { leadStages } from '../../../app/status.tsx';
import { trpc } from '../../../app/trpc.ts';
import { ButtonLink } from '../../../components/links.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { LeadBoard } from './-parts/lead-board.tsx';
import { LeadList } from './-parts/lead-list.tsx';
import { LeadReview } from './-parts/lead-review.tsx';

export const Route = createFileRoute('/_app/leads/')({
  validateSearch: z.object({ view: z.enum(['list', 'review']).optional().catch(undefined), stage: z.enum(keysOf(leadStages)).optional().catch(undefined) }),
  component: LeadsPage,
});

function LeadsPage() {
  const { view, stage } = Route.useSearch();
  const counts = useQuery(trpc.leads.count.queryOptions({}));
  const rows = counts.data ?? [];
  const toReview = rows.reduce((sum, row) => sum + row.to_review, 0);
  const link = (to: typeof view, words: string) => (
    <ButtonLink to="/leads" search={to === undefined ? {} : { view: to }} size="compact-md" variant={view === to ? 'light' : 'subtle'} aria-current={view === to ? 'page' : undefined}>
      {words}
    </ButtonLink>
  );
  return (
    <>
      <PageHead title="Leads" sub="People who were talked to, on their way to becoming customers" />
      <Group component="nav" aria-label="How to look at leads" gap={4} mb="sm">
        {link(undefined, 'Board')}
        {link('list', `List ${formatCount(rows.reduce((sum, row) => sum + row.leads, 0))}`)}
        {link('review', `To be reviewed ${formatCount(toReview)}`)}
      </Group>
      {view === undefined && <LeadBoard counts={rows} />}
      {view === 'list' && <LeadList stage={stage} />}
      {view === 'review' && <LeadReview />}
    </>
  );
}
