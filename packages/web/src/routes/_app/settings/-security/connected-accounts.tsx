import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { leaveFor } from '../../../../app/identity-visit.ts';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import type { Identity, IdentityProvider } from '../../../../app/rows.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { identityIcons, identityLabel } from '../../../../components/identity-buttons.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';

/** A provider and, when it is connected, the account there. */
interface Way extends IdentityProvider {
  identity: Identity | undefined;
}

/** Accounts elsewhere with which one can sign in; nothing where none is configured and none is connected. */
export function ConnectedAccounts() {
  const providers = useQuery({ ...trpc.identities.providers.queryOptions(), staleTime: Infinity });
  const identities = useQuery(trpc.identities.list.queryOptions());
  if (providers.data?.length === 0 && identities.data?.length === 0) return null;
  return (
    <Panel title="Connected accounts" flush>
      <Loaded query={identities}>{(rows) => <Ways ways={waysOf(providers.data ?? [], rows)} />}</Loaded>
    </Panel>
  );
}

const NAMES: Record<Identity['provider'], string> = { google: 'Google', linkedin: 'LinkedIn', github: 'GitHub' };

/** One that is connected is shown even where its provider is not configured any more: it can still be taken away. */
function waysOf(providers: IdentityProvider[], identities: Identity[]): Way[] {
  const gone = identities.filter((one) => !providers.some(({ provider }) => provider === one.provider));
  return [
    ...providers.map((one) => ({ ...one, identity: identities.find(({ provider }) => provider === one.provider) })),
    ...gone.map((identity) => ({ provider: identity.provider, label: NAMES[identity.provider], simulated: false, identity })),
  ];
}

function Ways({ ways }: { ways: Way[] }) {
  const connect = useMutation(
    trpc.identities.beginConnecting.mutationOptions({
      onSuccess: ({ url }) => { leaveFor(url, '/settings/security'); },
      onError: (error) => { tellRefusal('The account was not connected', error); },
    }),
  );
  const disconnect = useMutation(
    trpc.identities.disconnect.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries(trpc.identities.pathFilter()),
      onSuccess: () => { tellDone('The account is disconnected'); },
      onError: (error) => { tellRefusal('The account was not disconnected', error); },
    }),
  );
  const columns: Column<Way>[] = [
    { title: 'Account', cell: (way) => <WayName way={way} />, width: '45%' },
    { title: 'Connected', cell: ({ identity }) => (identity ? <Moment at={identity.created_at} /> : '–'), rank: 2 },
    { title: 'Last used', cell: ({ identity }) => (identity?.last_used_at ? <Moment at={identity.last_used_at} /> : '–') },
    {
      title: 'Change',
      align: 'right',
      cell: ({ provider, label, identity }) =>
        identity === undefined ? (
          <Button size="compact-sm" variant="default" aria-label={`Connect ${label}`} loading={connect.isPending && connect.variables.provider === provider} onClick={() => { connect.mutate({ provider }); }}>
            Connect
          </Button>
        ) : identity.can_be_disconnected ? (
          <Button size="compact-sm" variant="default" aria-label={`Disconnect ${label}`} loading={disconnect.isPending} onClick={() => { disconnect.mutate({ identityId: identity.id }); }}>
            Disconnect
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            The only way in
          </Text>
        ),
    },
  ];
  return <ResourceTable label="Connected accounts" rows={ways} columns={columns} rowId={(way) => way.provider} />;
}

function WayName({ way }: { way: Way }) {
  const BrandIcon = identityIcons[way.provider];
  return (
    <Group gap="xs" wrap="nowrap">
      <BrandIcon size={18} aria-hidden />
      <div>
        <Text size="sm">{identityLabel(way)}</Text>
        {way.identity?.email_at_link && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {way.identity.email_at_link}
          </Text>
        )}
      </div>
    </Group>
  );
}
