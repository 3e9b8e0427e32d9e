// "Why is nothing dialing?" All reasons that hold, strongest first, as SQL found them with the claim's own predicates.
import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Campaign, Reason } from '../../../../app/rows.ts';
import { reasonLook } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import classes from './headline.module.css';
import { ReasonAction } from './reason-action.tsx';

// Reasons depend on the clock as well (hours open, retries fall due), and the passing of time sends no event.
const LOOK_AGAIN_MS = 15_000;

export function Headline({ campaign }: { campaign: Campaign }) {
  const reasons = useQuery(trpc.campaigns.reasons.queryOptions({ campaignId: campaign.id }, { refetchInterval: LOOK_AGAIN_MS }));
  const strongest = reasons.data?.[0];
  return (
    <Panel tint={strongest && reasonLook(strongest.key).tint}>
      <Loaded query={reasons} rows={1}>
        {([first, ...others]) => (
          <Stack gap="sm">
            {first && <ReasonLine reason={first} campaign={campaign} strongest />}
            {others.map((reason) => (
              <ReasonLine key={reason.key} reason={reason} campaign={campaign} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function ReasonLine({ reason, campaign, strongest = false }: { reason: Reason; campaign: Campaign; strongest?: boolean }) {
  const { icon: Icon, tint } = reasonLook(reason.key);
  return (
    <Group gap="sm" align="center" className={strongest ? classes['strongest'] : classes['other']}>
      <span className={classes['mark']} style={{ color: `var(--mantine-color-${tint}-light-color)`, background: `var(--mantine-color-${tint}-light)` }}>
        <Icon size={strongest ? 20 : 15} aria-hidden />
      </span>
      <div className={classes['words']}>
        <Text size={strongest ? 'lg' : 'sm'} fw={strongest ? 600 : 400} lh={1.35}>
          {reason.sentence}
        </Text>
        {reason.until !== null && (
          <Text size="xs" c="dimmed">
            May change at <Moment at={reason.until} />
          </Text>
        )}
      </div>
      {reason.action !== null && <ReasonAction action={reason.action} campaign={campaign} />}
    </Group>
  );
}
