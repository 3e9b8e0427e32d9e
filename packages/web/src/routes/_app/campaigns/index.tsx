import { Group } from '@mantine/core';
import { IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { keepPreviousData, noop, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { useKeys } from '../../../app/keys.ts';
import { campaignStates } from '../../../app/status.tsx';
import { trpc } from '../../../app/trpc.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusFilter } from '../../../components/status-filter.tsx';
import { keysOf } from '../../../app/search.ts';
import { CampaignsTable } from './-list/campaigns-table.tsx';
import { ButtonLink } from '../../../components/links.tsx';

const searchSchema = z.object({ status: z.enum(keysOf(campaignStates)).optional().catch(undefined) });

export const Route = createFileRoute('/_app/campaigns/')({
  validateSearch: searchSchema,
  loaderDeps: ({ search }) => ({ status: search.status }),
  loader: ({ context, deps }) => {
    context.queryClient.query({ ...context.trpc.campaigns.list.queryOptions(deps), staleTime: 'static' }).catch(noop);
  },
  component: CampaignsPage,
});

function CampaignsPage() {
  const { status } = Route.useSearch();
  const navigate = Route.useNavigate();
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({ status }, { placeholderData: keepPreviousData }));
  useKeys([{ keys: 'c', says: 'New campaign', run: () => void navigate({ to: '/campaigns/new' }) }]);
  const create = (
    <ButtonLink to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
      New campaign
    </ButtonLink>
  );

  return (
    <>
      <PageHead title="Campaigns" actions={create} />
      <Group mb="sm">
        <StatusFilter
          states={campaignStates}
          value={status}
          onChange={(next) => void navigate({ search: { status: next } })}
        />
      </Group>
      <Panel flush>
        <Loaded query={campaigns}>
          {(rows) => {
            if (rows.length > 0) return <CampaignsTable rows={rows} pale={campaigns.isPlaceholderData} />;
            if (status !== undefined) return <NoMatch what="campaigns" onClear={() => void navigate({ search: {} })} />;
            return (
              <NothingYet
                icon={IconSpeakerphone}
                title="No campaigns yet"
                description="A campaign calls a list of people with one of your voice agents, at the hours you set."
                action={create}
              />
            );
          }}
        </Loaded>
      </Panel>
    </>
  );
}
