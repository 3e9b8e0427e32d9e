// What a checked file would do, and the decision about it.
import { Alert, Button, Group, Radio, Stack, TagsInput, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf, formatCount } from '../../../../app/format.ts';
import { tellRefusal } from '../../../../app/problem.ts';
import type { ContactImport, ImportForecast } from '../../../../app/rows.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Moment } from '../../../../components/moment.tsx';

const POLICIES = [
  ['fill', 'Fill empty fields'],
  ['skip', 'Leave them as they are'],
  ['overwrite', 'Overwrite with the file'],
] as const;

export function ReviewPanel({ row }: { row: ContactImport }) {
  const [policy, setPolicy] = useState<ContactImport['policy']>(row.policy);
  const [tags, setTags] = useState<string[]>(row.tags);
  const forecasts = useQuery(trpc.imports.forecasts.queryOptions({ importId: row.id }));
  const options = {
    onError: (error: unknown) => { tellRefusal('Not done', error); },
    onSettled: () => { void queryClient.invalidateQueries(trpc.imports.pathFilter()); },
  };
  const start = useMutation(trpc.imports.start.mutationOptions(options));
  const cancel = useMutation(trpc.imports.cancel.mutationOptions(options));
  const forecast = forecasts.data?.find((one) => one.policy === policy);
  const known = (forecast?.updated ?? 0) + (forecast?.unchanged ?? 0);
  return (
    <Stack gap="md">
      {row.imported_before_at !== null && (
        <Alert color="blue" variant="light">
          <Text size="sm">
            The same file was imported before, <Moment at={row.imported_before_at} />.
          </Text>
        </Alert>
      )}
      {known > 0 && (
        <Radio.Group label="Contacts you already have" value={policy} onChange={(value) => { setPolicy(POLICIES.find(([word]) => word === value)?.[0] ?? policy); }}>
          <Stack gap={6} mt={6}>
            {POLICIES.map(([word, label]) => (
              <Radio key={word} value={word} label={label} description={saysOf(forecasts.data?.find((one) => one.policy === word))} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <TagsInput label="Tags for the contacts of this file" placeholder={tags.length === 0 ? 'Type and press Enter' : ''} value={tags} onChange={setTags} maw={420} />
      <Group>
        <Button loading={start.isPending} disabled={forecast === undefined} onClick={() => { start.mutate({ importId: row.id, policy, tags }); }}>
          {forecast === undefined ? 'Nothing to import' : `Import ${countOf(forecast.inserted + known, 'contact', 'contacts')}`}
        </Button>
        <Button variant="default" loading={cancel.isPending} onClick={() => { cancel.mutate({ importId: row.id }); }}>
          Do not import
        </Button>
      </Group>
    </Stack>
  );
}

function saysOf(forecast: ImportForecast | undefined): string {
  if (forecast === undefined) return '';
  return `${formatCount(forecast.updated)} would change, ${formatCount(forecast.unchanged)} would stay as they are`;
}
