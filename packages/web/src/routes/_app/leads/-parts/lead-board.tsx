import { Badge, Group, Text } from '@mantine/core';
import { IconTargetArrow } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatDecimal } from '../../../../app/format.ts';
import type { Lead, LeadStage } from '../../../../app/rows.ts';
import { leadStages, qualifications } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { NothingYet } from '../../../../components/empty.tsx';
import { AnchorLink } from '../../../../components/links.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import classes from './lead-board.module.css';
import { MoveMenu } from './move-menu.tsx';
import { useMoveLead } from './use-move-lead.ts';

/** Newest of a stage that the board shows; the list has all of them. */
const SHOWN = 15;
const stages = Object.keys(leadStages) as LeadStage[];

export function LeadBoard({ counts }: { counts: readonly { stage: string; leads: number }[] }) {
  if (counts.length === 0) return <NothingYet icon={IconTargetArrow} title="No leads yet" description="A conversation becomes a lead when it has been analysed." />;
  return (
    <div className={classes['board']} role="region" aria-label="Stages" tabIndex={0}>
      {stages.map((stage) => <Stage key={stage} stage={stage} count={counts.find((row) => row.stage === stage)?.leads ?? 0} />)}
    </div>
  );
}

function Stage({ stage, count }: { stage: LeadStage; count: number }) {
  const leads = useQuery(trpc.leads.list.queryOptions({ stage, limit: SHOWN }, { enabled: count > 0 }));
  const move = useMoveLead();
  return (
    <section className={classes['stage']} aria-label={leadStages[stage].word}>
      <Group justify="space-between" mb={8} wrap="nowrap">
        <StateMark state={leadStages[stage]} />
        <Text size="xs" c="dimmed">{formatCount(count)}</Text>
      </Group>
      {count > 0 && (
        <Loaded query={leads} rows={2}>
          {(rows) => (
            <ul className={classes['cards']}>
              {rows.map((lead) => <Card key={lead.id} lead={lead} onMove={(to) => { move(lead, to); }} />)}
            </ul>
          )}
        </Loaded>
      )}
      {count > SHOWN && (
        <AnchorLink to="/leads" search={{ view: 'list', stage }} size="xs">
          All {formatCount(count)}
        </AnchorLink>
      )}
    </section>
  );
}

function Card({ lead, onMove }: { lead: Lead; onMove: (to: LeadStage) => void }) {
  return (
    <li className={classes['card']}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <AnchorLink to="/calls/$callId" params={{ callId: lead.call_id }} fw={500} size="sm" c="var(--mantine-color-text)">
          {lead.contact_name}
        </AnchorLink>
        {lead.total_score !== null && <Badge color="iris" size="sm" title="Mean of the known scores">{formatDecimal(lead.total_score)}</Badge>}
      </Group>
      <Text size="xs" c="dimmed">
        {lead.agent_name} · <Moment at={lead.called_at} />
      </Text>
      <Group justify="space-between" mt={6} gap="xs" wrap="nowrap">
        {lead.qualification_status ? <StateMark state={qualifications[lead.qualification_status]} /> : <span />}
        <MoveMenu lead={lead} onMove={onMove} />
      </Group>
    </li>
  );
}
