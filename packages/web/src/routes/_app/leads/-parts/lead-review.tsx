// One lead at a time: the conversation beside the analysis; a key decides and the next one comes.
import { Button, Group, Kbd, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useKeys } from '../../../../app/keys.ts';
import { tellRefusal } from '../../../../app/problem.ts';
import type { Lead } from '../../../../app/rows.ts';
import { tellUndo } from '../../../../app/tell-undo.tsx';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { NothingYet } from '../../../../components/empty.tsx';
import { AnchorLink } from '../../../../components/links.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { TwoColumns } from '../../../../components/two-columns.tsx';
import { CallAnalysis } from '../../calls/-detail/call-analysis.tsx';
import { Transcript } from '../../calls/-detail/transcript.tsx';

const AT_ONCE = 50;

export function LeadReview() {
  const leads = useQuery(trpc.leads.list.queryOptions({ qualification: 'needs_review', limit: AT_ONCE }));
  return (
    <Loaded query={leads} rows={4}>
      {(rows) => rows.length === 0
        ? <NothingYet icon={IconCircleCheck} title="Nothing to review" description="Leads about which the analysis is unsure stand here until somebody decides." />
        : <Inbox rows={rows} />}
    </Loaded>
  );
}

function Inbox({ rows }: { rows: readonly Lead[] }) {
  const [skipped, skip] = useState<ReadonlySet<string>>(new Set());
  const lead = rows.find((row) => !skipped.has(row.id)) ?? rows[0];
  const call = useQuery(trpc.calls.byId.queryOptions({ callId: lead?.call_id ?? '' }, { enabled: lead !== undefined }));
  const again = (): void => { void queryClient.invalidateQueries(trpc.leads.pathFilter()); };
  const takeBack = useMutation(trpc.leads.withdrawOverride.mutationOptions({ onSettled: again }));
  const decide = useMutation(trpc.leads.override.mutationOptions({ onSettled: again, onError: (error) => { tellRefusal('Nothing was decided', error); } }));
  const as = (value: 'qualified' | 'unqualified') => (): void => {
    if (!lead || decide.isPending) return;
    decide.mutate({ leadId: lead.id, field: 'qualification_status', value, reason: 'Reviewed.' }, {
      onSuccess: () => { tellUndo(`${lead.contact_name}: ${value === 'qualified' ? 'qualified' : 'not qualified'}`, () => { takeBack.mutate({ leadId: lead.id, field: 'qualification_status' }); }); },
    });
  };
  const later = (): void => {
    if (lead) skip(rows.every((row) => row.id === lead.id || skipped.has(row.id)) ? new Set() : new Set([...skipped, lead.id]));
  };
  useKeys([
    { keys: '1', says: 'Qualified', run: as('qualified') },
    { keys: '2', says: 'Not qualified', run: as('unqualified') },
    { keys: '3', says: 'Decide later', run: later },
  ]);
  if (!lead) return null;
  return (
    <>
      <Group mb="sm" justify="space-between">
        <Text>
          <AnchorLink to="/calls/$callId" params={{ callId: lead.call_id }} fw={600}>{lead.contact_name}</AnchorLink>{' '}
          <Text span c="dimmed" size="sm">{lead.agent_name} · <Moment at={lead.called_at} /></Text>
        </Text>
        <Group gap="xs" role="group" aria-label="Decide about this lead">
          <Button size="xs" loading={decide.isPending} rightSection={<Kbd size="xs">1</Kbd>} onClick={as('qualified')}>
            Qualified
          </Button>
          <Button size="xs" variant="default" disabled={decide.isPending} rightSection={<Kbd size="xs">2</Kbd>} onClick={as('unqualified')}>
            Not qualified
          </Button>
          <Button size="xs" variant="default" rightSection={<Kbd size="xs">3</Kbd>} onClick={later}>
            Later
          </Button>
        </Group>
      </Group>
      <TwoColumns>
        <Panel title="Conversation">
          <Loaded query={call}>
            {(found) => found.transcript === null
              ? <Text size="sm" c="dimmed">There is no transcript of this call.</Text>
              : <Transcript text={found.transcript} agentName={found.agent_name} contactName={found.contact_name} />}
          </Loaded>
        </Panel>
        <CallAnalysis callId={lead.call_id} />
      </TwoColumns>
    </>
  );
}
