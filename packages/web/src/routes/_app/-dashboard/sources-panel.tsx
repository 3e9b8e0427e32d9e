import { Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatRate } from '../../../app/format.ts';
import type { Period } from '../../../app/period.ts';
import { callSources } from '../../../app/status.tsx';
import { trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { AnchorLink } from '../../../components/links.tsx';
import { Panel } from '../../../components/panel.tsx';

export function SourcesPanel({ period }: { period: Period }) {
  const sources = useQuery(trpc.dashboard.sources.queryOptions(period));
  return (
    <Panel title="By source">
      <Loaded query={sources} rows={3}>
        {(rows) => (
          <Stack gap="sm">
            {rows.map((row) => (
              <div key={row.call_source}>
                <Text size="sm" component="div" style={{ display: 'flex', justifyContent: 'space-between' }}>
                  <AnchorLink to="/calls" search={{ ...period, source: row.call_source }} inherit c="var(--mantine-color-text)">
                    {callSources[row.call_source]}
                  </AnchorLink>
                  <span>
                    <b>{formatCount(row.total_calls)}</b> {formatRate(row.share)}
                  </span>
                </Text>
                <Progress value={Number(row.share ?? 0)} color="iris.6" size={5} aria-label={`${callSources[row.call_source]}: ${formatRate(row.share)}`} />
              </div>
            ))}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}
