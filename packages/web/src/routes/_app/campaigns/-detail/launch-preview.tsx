// Before people are called: how many of them will be, and why not the others, as the claim would find it.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { countOf } from '../../../../app/format.ts';
import type { Campaign, LaunchGroup } from '../../../../app/rows.ts';
import { trpc } from '../../../../app/trpc.ts';
import { ConsentModal } from '../../../../components/consent-modal.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';

const CALLED: readonly string[] = ['callable', 'later'];

export function LaunchPreview({ campaign }: { campaign: Campaign }) {
  const preview = useQuery(trpc.campaigns.preview.queryOptions({ campaignId: campaign.id }));
  if (campaign.total_contacts === 0 || !['draft', 'scheduled', 'paused'].includes(campaign.status)) return null;
  return (
    <Panel title="Who will be called">
      <Loaded query={preview} rows={2}>
        {(groups) => (
          <Stack gap="xs">
            <Text fw={600}>{summaryOf(groups)}</Text>
            {groups.map((group) => (
              <GroupLine key={group.key} group={group} campaign={campaign} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function summaryOf(groups: readonly LaunchGroup[]): string {
  const all = groups.reduce((sum, { people }) => sum + people, 0);
  const skipped = groups.filter(({ key }) => !CALLED.includes(key)).reduce((sum, { people }) => sum + people, 0);
  if (all === 0) return 'Nobody waits.';
  return skipped === 0 ? `All ${countOf(all, 'person', 'people')} will be called.` : `${countOf(skipped, 'person', 'people')} of ${all.toLocaleString('en')} will not be called.`;
}

function GroupLine({ group, campaign }: { group: LaunchGroup; campaign: Campaign }) {
  const [asking, ask] = useDisclosure(false);
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm">
        <b>{countOf(group.people, 'person', 'people')}</b> {group.sentence}
        {group.until !== null && (
          <>
            , from <Moment at={group.until} />
          </>
        )}
        .
      </Text>
      {group.key === 'no_consent' && (
        <>
          <Button size="compact-sm" variant="default" onClick={ask.open}>
            Record consent
          </Button>
          <ConsentModal opened={asking} people={{ campaignId: campaign.id }} whose="all people who wait in this campaign" onClose={ask.close} />
        </>
      )}
    </Group>
  );
}
