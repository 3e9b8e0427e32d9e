import { Button, Checkbox, Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { tellDone, tellRefusal } from '../../../app/problem.ts';
import type { CallingRule } from '../../../app/rows.ts';
import { useMe } from '../../../app/session.ts';
import { queryClient, trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ReasonModal } from '../../../components/reason-modal.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';

export const Route = createFileRoute('/_app/admin/rules')({ component: RulesPage });

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const CONSENT: Record<CallingRule['consent'], string> = { none: 'Not asked for', express: 'Said or clicked', written: 'Signed' };
const PLACES: Record<string, string> = { '*': 'Everywhere else', XF: 'Numbers reserved for fiction' };
const daysOf = (days: readonly number[]): string => (days.length === 7 ? 'every day' : days.map((day) => DAYS[day - 1] ?? '').join(', '));
/** A rule that nobody has looked at for long may have changed. */
const OLD_MS = 180 * 86_400_000;

function RulesPage() {
  const me = useMe();
  const rules = useQuery(trpc.campaigns.rules.queryOptions());
  const [changing, setChanging] = useState<CallingRule | null>(null);
  const columns: Column<CallingRule>[] = [
    { title: 'Where', cell: (rule) => <Named rule={rule} />, width: '34%' },
    { title: 'Hours', cell: (rule) => `${rule.local_start.slice(0, 5)} to ${rule.local_end.slice(0, 5)}, ${daysOf(rule.weekdays)}` },
    { title: 'Consent', cell: (rule) => CONSENT[rule.consent], rank: 2 },
    { title: 'Calls a day', cell: (rule) => rule.max_calls_per_day ?? 'no limit', align: 'right', rank: 2 },
    ...(me.role === 'super_admin'
      ? [{ title: 'Change', cell: (rule: CallingRule) => <Button size="compact-sm" variant="default" aria-label={`Change ${rule.jurisdiction}`} onClick={() => { setChanging(rule); }}>Change</Button>, align: 'right' as const }]
      : []),
  ];
  return (
    <>
      <PageHead title="Calling rules" sub="What holds where a person lives, on their own clock. Where no rule is known nobody is called. Figures to configure by, no legal advice." />
      <Panel flush>
        <Loaded query={rules} rows={5}>{(rows) => <ResourceTable label="Calling rules" rows={rows} columns={columns} rowId={(rule) => rule.jurisdiction} />}</Loaded>
      </Panel>
      {changing && <ChangeModal key={changing.jurisdiction} rule={changing} onClose={() => { setChanging(null); }} />}
    </>
  );
}

const Named = ({ rule }: { rule: CallingRule }) => (
  <>
    <b>{PLACES[rule.jurisdiction] ?? rule.jurisdiction}</b>
    <Text size="xs" c="dimmed">
      {rule.source}
      {Date.now() - Date.parse(rule.checked_on) > OLD_MS ? `; last checked ${rule.checked_on}` : ''}
    </Text>
  </>
);

function ChangeModal({ rule, onClose }: { rule: CallingRule; onClose: () => void }) {
  const [days, setDays] = useState(rule.weekdays.map(String));
  const [start, setStart] = useState(rule.local_start.slice(0, 5));
  const [end, setEnd] = useState(rule.local_end.slice(0, 5));
  const [consent, setConsent] = useState<CallingRule['consent']>(rule.consent);
  const [most, setMost] = useState<number | string>(rule.max_calls_per_day ?? '');
  const [source, setSource] = useState(rule.source);
  const change = useMutation(
    trpc.admin.setCallingRule.mutationOptions({
      onSuccess: () => {
        onClose();
        tellDone('The rule is changed', 'It holds from the next call on.');
        void queryClient.invalidateQueries(trpc.campaigns.pathFilter());
      },
      onError: (error) => { tellRefusal('Nothing was changed', error); },
    }),
  );
  return (
    <ReasonModal
      opened title={`Calling rule of ${PLACES[rule.jurisdiction] ?? rule.jurisdiction}`} button="Change" pending={change.isPending}
      disabled={days.length === 0 || source.trim().length < 3 || start === '' || end === ''} onClose={onClose}
      onReason={(reason) => {
        change.mutate({
          jurisdiction: rule.jurisdiction, weekdays: days.map(Number), localStart: start, localEnd: end, consent, source, reason, ...(most !== '' && { maxCallsPerDay: Number(most) }),
        });
      }}
    >
      <Checkbox.Group label="Days" value={days} onChange={setDays}>
        <Group gap="sm" mt={4}>
          {DAYS.map((day, index) => <Checkbox key={day} value={String(index + 1)} label={day} />)}
        </Group>
      </Checkbox.Group>
      <Group grow>
        <TextInput label="From" type="time" value={start} onChange={(event) => { setStart(event.currentTarget.value); }} />
        <TextInput label="To" type="time" value={end} onChange={(event) => { setEnd(event.currentTarget.value); }} />
      </Group>
      <Select label="Consent" allowDeselect={false} value={consent} onChange={(next) => { if (next !== null) setConsent(next); }} data={Object.entries(CONSENT).map(([value, label]) => ({ value: value as CallingRule['consent'], label }))} />
      <NumberInput label="Calls to one number within 24 hours" description="Empty: no limit" min={1} max={100} value={most} onChange={setMost} />
      <TextInput label="Where it was read" maxLength={255} value={source} onChange={(event) => { setSource(event.currentTarget.value); }} />
    </ReasonModal>
  );
}
