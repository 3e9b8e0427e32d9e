import { Group, Select } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { formatDecimal } from '../../../../app/format.ts';
import type { Lead, LeadStage } from '../../../../app/rows.ts';
import { leadStages, qualifications } from '../../../../app/status.tsx';
import { trpcClient } from '../../../../app/trpc.ts';
import { NoMatch } from '../../../../components/empty.tsx';
import { ExportButton } from '../../../../components/export-button.tsx';
import { AnchorLink } from '../../../../components/links.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { MoreButton } from '../../../../components/more-button.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { MoveMenu } from './move-menu.tsx';
import { useMoveLead } from './use-move-lead.ts';

const PAGE = 50;
const stages = Object.keys(leadStages) as LeadStage[];
const firstPage: { afterLead?: string } = {};

export function LeadList({ stage }: { stage: LeadStage | undefined }) {
  const navigate = useNavigate();
  const move = useMoveLead();
  const list = useInfiniteQuery({
    queryKey: [['leads', 'list'], { input: { stage }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.leads.list.query({ stage, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): typeof firstPage | undefined => (page.length === PAGE ? { afterLead: page.at(-1)?.id ?? '' } : undefined),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flat() ?? [];
  const show = (next: LeadStage | undefined): void => void navigate({ to: '/leads', search: { view: 'list', ...(next && { stage: next }) } });
  const columns: Column<Lead>[] = [
    { title: 'Who', cell: (lead) => <AnchorLink to="/calls/$callId" params={{ callId: lead.call_id }} fw={500} c="var(--mantine-color-text)" inherit>{lead.contact_name}</AnchorLink>, width: '24%' },
    { title: 'Stage', cell: (lead) => lead.lifecycle_status && <StateMark state={leadStages[lead.lifecycle_status]} />, card: 'beside', width: 150 },
    { title: 'Decision', cell: (lead) => (lead.qualification_status ? <StateMark state={qualifications[lead.qualification_status]} /> : '–'), rank: 2, width: 150 },
    { title: 'Score', cell: (lead) => (lead.total_score === null ? '–' : formatDecimal(lead.total_score)), align: 'right', width: 80 },
    { title: 'Agent', cell: (lead) => lead.agent_name, rank: 3, card: 'none' },
    { title: 'Talked', cell: (lead) => <Moment at={lead.called_at} />, align: 'right', width: 160 },
    { title: 'Change', cell: (lead) => <MoveMenu lead={lead} onMove={(to) => { move(lead, to); }} />, align: 'right', width: 110 },
  ];
  return (
    <>
      <Group mb="sm" justify="space-between">
        <Select
          w={{ base: '100%', xs: 200 }} aria-label="Stage" placeholder="Any stage" clearable clearButtonProps={{ 'aria-label': 'Any stage' }}
          data={stages.map((value) => ({ value, label: leadStages[value].word }))} value={stage ?? null} onChange={(next) => { show(stages.find((one) => one === next)); }}
        />
        <ExportButton list="leads" filter={{ stage }} />
      </Group>
      <Panel flush>
        <Loaded query={list} rows={6}>
          {() => rows.length > 0
            ? <ResourceTable label="Leads" rows={rows} columns={columns} rowId={(lead) => lead.id} signature={(lead) => `${lead.lifecycle_status ?? ''} ${lead.qualification_status ?? ''}`} pale={list.isPlaceholderData} keys />
            : <NoMatch what="leads" onClear={() => { show(undefined); }} />}
        </Loaded>
        <MoreButton query={list} />
      </Panel>
    </>
  );
}
