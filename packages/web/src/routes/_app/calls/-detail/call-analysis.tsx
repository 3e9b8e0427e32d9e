// What the analysis says of the person, and what somebody has decided about it.
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { countOf, formatDay, formatDecimal } from '../../../../app/format.ts';
import { tellRefusal } from '../../../../app/problem.ts';
import type { Lead } from '../../../../app/rows.ts';
import { inWords, qualifications } from '../../../../app/status.tsx';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Facts } from '../../../../components/facts.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { ReasonModal } from '../../../../components/reason-modal.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';

export function CallAnalysis({ callId }: { callId: string }) {
  const lead = useQuery(trpc.leads.ofCall.queryOptions({ callId }));
  return (
    <Panel title="Analysis">
      <Loaded query={lead}>
        {([found]) =>
          found ? (
            <Analysis lead={found} />
          ) : (
            <Text size="sm" c="dimmed">
              This call has not been analysed: an analysis comes after a conversation.
            </Text>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Analysis({ lead }: { lead: Lead }) {
  return (
    <Stack gap="sm">
      <Qualification lead={lead} />
      <Scores lead={lead} />
      <Evidence leadId={lead.id} />
      <Facts
        facts={[
          ['Outcome', lead.call_outcome && inWords(lead.call_outcome)],
          ['Stage', lead.lifecycle_status && inWords(lead.lifecycle_status)],
          ['Topics', list(lead.key_topics)],
          ['Troubles', list(lead.pain_points)],
          ['Objections', list(lead.objections)],
          ['Next steps', list(lead.next_steps)],
          ['Competitors', list(lead.competitor_mentions)],
          ['Decides', lead.decision_maker === null ? null : lead.decision_maker ? 'yes' : 'no'],
          ['When', lead.decision_timeline],
          ['Budget', lead.budget_range],
          ['Meeting', lead.meeting_scheduled_at && <Moment at={lead.meeting_scheduled_at} />],
          ['Follow up', lead.follow_up_date && formatDay(lead.follow_up_date)],
          ['Notes', lead.notes],
        ]}
      />
    </Stack>
  );
}

const list = (entries: readonly string[] | null): string | null => (entries === null || entries.length === 0 ? null : entries.join(', '));

function Scores({ lead }: { lead: Lead }) {
  const scores = [
    ['Engagement', lead.engagement_score], ['Intent', lead.intent_score], ['Urgency', lead.urgency_score], ['Budget', lead.budget_score], ['Fit', lead.fit_score], ['Total', lead.total_score],
  ] as const;
  const known = scores.filter(([, score]) => score !== null);
  if (known.length === 0) return null;
  return (
    <Stack gap={4}>
      {known.map(([name, score]) => (
        <div key={name}>
          <Text size="xs" component="div" style={{ display: 'flex', justifyContent: 'space-between' }}>
            <span>{name}</span>
            <b>{formatDecimal(score)}</b>
          </Text>
          <Progress value={Number(score)} color="iris.6" size={4} aria-label={`${name}: ${formatDecimal(score)} of 100`} />
        </div>
      ))}
    </Stack>
  );
}

/** Why the analysis says what it says, with the sentence that it quotes. */
function Evidence({ leadId }: { leadId: string }) {
  const evidence = useQuery(trpc.leads.evidence.queryOptions({ leadId }));
  const rows = evidence.data ?? [];
  if (rows.length === 0) return null;
  return (
    <details>
      <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
        Why: {countOf(rows.length, 'reason', 'reasons')}
      </Text>
      {rows.map((row) => (
        <div key={row.field}>
          <Text size="xs" fw={600} mt={6}>{inWords(row.field)}</Text>
          {row.explanation !== null && <Text size="xs">{row.explanation}</Text>}
          {row.sentence !== null && <Text size="xs" c="dimmed" component="blockquote" m={0} pl="xs">“{row.sentence}”</Text>}
        </div>
      ))}
    </details>
  );
}

type Decision = 'qualified' | 'unqualified' | 'needs_review';

const decided = z.record(z.string(), z.object({ reason: z.string(), at: z.string() }));
const values = z.record(z.string(), z.unknown());

function Qualification({ lead }: { lead: Lead }) {
  const [asking, setAsking] = useState<Decision | null>(null);
  const refresh = (): void => void queryClient.invalidateQueries(trpc.leads.pathFilter());
  const decide = useMutation(trpc.leads.override.mutationOptions({ onSuccess: () => { setAsking(null); refresh(); }, onError: (error) => { tellRefusal('Nothing was changed', error); } }));
  const takeBack = useMutation(trpc.leads.withdrawOverride.mutationOptions({ onSuccess: refresh, onError: (error) => { tellRefusal('Nothing was changed', error); } }));
  const decision = decided.parse(lead.decisions)['qualification_status'];
  const machine = values.parse(lead.machine_values ?? {})['qualification_status'];
  return (
    <div>
      <Group gap="xs" mb={6}>
        {lead.qualification_status ? <StateMark state={qualifications[lead.qualification_status]} /> : <Text size="sm">Nobody to decide about</Text>}
        {decision && (
          <Button size="compact-xs" variant="default" loading={takeBack.isPending} onClick={() => { takeBack.mutate({ leadId: lead.id, field: 'qualification_status' }); }}>
            Take back
          </Button>
        )}
      </Group>
      {decision && (
        <Text size="xs" c="dimmed" mb={6}>
          You decided this, <Moment at={decision.at} />: {decision.reason} The analysis says {typeof machine === 'string' ? inWords(machine) : 'nothing'}.
        </Text>
      )}
      <Group gap={6} role="group" aria-label="Decide">
        {(Object.keys(qualifications) as Decision[])
          .filter((key) => key !== lead.qualification_status)
          .map((key) => (
            <Button key={key} size="compact-sm" variant="default" onClick={() => { setAsking(key); }}>
              {qualifications[key].word}
            </Button>
          ))}
      </Group>
      <ReasonModal
        opened={asking !== null}
        title={asking ? `Decide: ${qualifications[asking].word.toLowerCase()}` : ''}
        says="Your reason is kept beside the analysis, which stays readable."
        button="Decide"
        pending={decide.isPending}
        onClose={() => { setAsking(null); }}
        onReason={(reason) => { if (asking) decide.mutate({ leadId: lead.id, field: 'qualification_status', value: asking, reason }); }}
      />
    </div>
  );
}
