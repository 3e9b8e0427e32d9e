import { Group, NumberInput, Select, SimpleGrid, Stack, Text, TextInput, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../../app/trpc.ts';
import { ProblemNote } from '../../../../components/problem.tsx';
import type { CampaignValues } from './campaign-values.ts';
import { zoneNames } from '../../../../app/zone-names.ts';

interface FieldsProps {
  form: UseFormReturnType<CampaignValues>;
}

export function PurposeFields({ form }: FieldsProps) {
  const agents = useQuery(trpc.agents.list.queryOptions());
  return (
    <Stack gap="sm">
      <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} key={form.key('name')} />
      <Textarea
        label="Goal"
        description="What a good call ends with. The agent is told this."
        required
        autosize
        minRows={2}
        {...form.getInputProps('nextAction')}
        key={form.key('nextAction')}
      />
      {agents.error ? (
        <ProblemNote error={agents.error} onRetry={() => void agents.refetch()} />
      ) : (
        <Select
          label="Agent"
          required
          placeholder={agents.data?.length === 0 ? 'No agents are connected' : 'Who calls'}
          data={(agents.data ?? []).map((agent) => ({ value: agent.id, label: agent.is_active ? agent.name : `${agent.name} (switched off)` }))}
          {...form.getInputProps('agentId')}
          key={form.key('agentId')}
        />
      )}
      <TextInput label="Note for yourself" {...form.getInputProps('description')} key={form.key('description')} />
    </Stack>
  );
}

export function HoursFields({ form }: FieldsProps) {
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm">
        <TextInput type="time" label="From" required {...form.getInputProps('firstCallTime')} key={form.key('firstCallTime')} />
        <TextInput type="time" label="To" required {...form.getInputProps('lastCallTime')} key={form.key('lastCallTime')} />
        <Select
          label="Time zone"
          required
          searchable
          limit={60}
          data={zoneNames(form.getInitialValues().campaignTimezone)}
          {...form.getInputProps('campaignTimezone')}
          key={form.key('campaignTimezone')}
        />
        <TextInput type="date" label="First day" required {...form.getInputProps('startDate')} key={form.key('startDate')} />
        <TextInput type="date" label="Last day" {...form.getInputProps('endDate')} key={form.key('endDate')} />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        Calls start only between these times, every day. “To” before “From” means past midnight, the same time means all day. Without a last day it runs until everyone was called.
      </Text>
    </Stack>
  );
}

export function RetryFields({ form }: FieldsProps) {
  return (
    <Group grow align="flex-start">
      <NumberInput label="Retries" description="for each person" min={0} max={5} clampBehavior="strict" {...form.getInputProps('maxRetries')} key={form.key('maxRetries')} />
      <NumberInput
        label="Minutes between"
        description="from one try to the next"
        min={1}
        max={1440}
        {...form.getInputProps('retryIntervalMinutes')}
        key={form.key('retryIntervalMinutes')}
      />
    </Group>
  );
}
