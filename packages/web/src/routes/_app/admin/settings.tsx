import { Button, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { tellDone, tellRefusal } from '../../../app/problem.ts';
import type { Setting } from '../../../app/rows.ts';
import { useMe } from '../../../app/session.ts';
import { queryClient, trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ReasonModal } from '../../../components/reason-modal.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';

export const Route = createFileRoute('/_app/admin/settings')({ component: SettingsPage });

function SettingsPage() {
  const me = useMe();
  const settings = useQuery(trpc.admin.settings.queryOptions());
  const [changing, setChanging] = useState<Setting | null>(null);
  const columns: Column<Setting>[] = [
    { title: 'Setting', cell: (setting) => <Named setting={setting} />, width: '60%' },
    { title: 'Value', cell: (setting) => `${setting.value} ${setting.unit ?? ''}`, align: 'right', width: '22%' },
    ...(me.role === 'super_admin'
      ? [
          {
            title: 'Change',
            cell: (setting: Setting) => (
              <Button size="compact-sm" variant="default" aria-label={`Change ${setting.key}`} onClick={() => { setChanging(setting); }}>
                Change
              </Button>
            ),
            align: 'right' as const,
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHead title="Settings" sub="Limits, times and prices of the installation. Only super administrators change them." />
      <Panel flush>
        <Loaded query={settings} rows={8}>{(rows) => <ResourceTable label="Settings" rows={rows} columns={columns} rowId={(setting) => setting.key} keys />}</Loaded>
      </Panel>
      {changing && <ChangeModal key={changing.key} setting={changing} onClose={() => { setChanging(null); }} />}
    </>
  );
}

const Named = ({ setting }: { setting: Setting }) => (
  <>
    <b>{setting.key}</b>
    <Text size="xs" c="dimmed">
      {setting.description}
    </Text>
  </>
);

function ChangeModal({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const [value, setValue] = useState(setting.value);
  const change = useMutation(
    trpc.admin.setSetting.mutationOptions({
      onSuccess: () => {
        onClose();
        tellDone('The setting is changed', 'It is written down in the audit log.');
        void queryClient.invalidateQueries(trpc.admin.pathFilter());
      },
      onError: (error) => { tellRefusal('Nothing was changed', error); },
    }),
  );
  return (
    <ReasonModal
      opened
      title={`Change ${setting.key}`}
      says={setting.description}
      button="Change"
      pending={change.isPending}
      disabled={value.trim() === '' || value.trim() === setting.value}
      onClose={onClose}
      onReason={(reason) => { change.mutate({ key: setting.key, value, reason }); }}
    >
      <TextInput data-autofocus label={setting.unit ? `Value, in ${setting.unit}` : 'Value'} value={value} onChange={(event) => { setValue(event.currentTarget.value); }} />
    </ReasonModal>
  );
}
