import { Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatShare } from '../../../../app/format.ts';
import type { Outcome } from '../../../../app/rows.ts';
import { callStates, stateOf } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Panel } from '../../../../components/panel.tsx';
import classes from './outcomes.module.css';
import { AnchorLink } from '../../../../components/links.tsx';

/** How the calls ended, each bar a link to those calls. */
export function Outcomes({ campaignId }: { campaignId: string }) {
  const outcomes = useQuery(trpc.calls.outcomes.queryOptions({ campaignId }));
  return (
    <Panel title="Outcomes of calls">
      <Loaded query={outcomes}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed">
              No calls yet.
            </Text>
          ) : (
            <Stack gap="sm">
              {rows.map((row) => (
                <OutcomeBar key={row.status} campaignId={campaignId} outcome={row} total={rows.reduce((sum, each) => sum + each.calls, 0)} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function OutcomeBar({ campaignId, outcome, total }: { campaignId: string; outcome: Outcome; total: number }) {
  const look = stateOf(callStates, outcome.status);
  const Icon = look.icon;
  return (
    <div>
      <div className={classes['line']}>
        <Icon size={15} aria-hidden style={{ color: `var(--mantine-color-${look.tint}-light-color)` }} />
        <AnchorLink to="/calls" search={{ campaign: campaignId, status: outcome.status }} size="sm" c="var(--mantine-color-text)">
          {look.word}
        </AnchorLink>
        <span className={classes['numbers']}>
          <b>{formatCount(outcome.calls)}</b> <span>{formatShare(outcome.calls, total)}</span>
        </span>
      </div>
      <Progress value={(100 * outcome.calls) / total} color={`${look.tint}.6`} size={5} aria-label={`${look.word}: ${formatShare(outcome.calls, total)}`} />
    </div>
  );
}
