import { Button, Group, Stack } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { readProblem, tellRefusal } from '../../../../app/problem.ts';
import { serverNow } from '../../../../app/server-clock.ts';
import { useMe } from '../../../../app/session.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Panel } from '../../../../components/panel.tsx';
import { HoursFields, PurposeFields, RetryFields } from './campaign-fields.tsx';
import { type CampaignValues, asInput, campaignSchema, emptyCampaign } from './campaign-values.ts';
import { type PeopleChoice, isComplete } from './people-choice.ts';
import { PeoplePicker } from './people-picker.tsx';
import { useAddPeople } from './use-add-people.ts';
import { ButtonLink } from '../../../../components/links.tsx';

export function CampaignForm() {
  const me = useMe();
  const navigate = useNavigate();
  const [choice, setChoice] = useState<PeopleChoice>({ from: 'all' });
  // Leaving after saving is no loss; a state would come one render too late for the blocker.
  const saved = useRef(false);
  const form = useForm<CampaignValues>({
    mode: 'uncontrolled',
    initialValues: emptyCampaign(me.timezone, new Date(serverNow())),
    validate: schemaResolver(campaignSchema, { sync: true }),
  });
  const create = useMutation(trpc.campaigns.create.mutationOptions());
  const addPeople = useAddPeople();
  useBlocker({ shouldBlockFn: () => form.isDirty() && !saved.current && !confirm('Leave without saving the campaign?'), enableBeforeUnload: () => form.isDirty() && !saved.current });

  const save = async (values: CampaignValues): Promise<void> => {
    const campaign = await create.mutateAsync(asInput(values)).catch((error: unknown) => {
      form.setErrors(readProblem(error).fieldErrors);
      tellRefusal('Not saved', error);
    });
    if (!campaign) return;
    saved.current = true;
    // People who could not be added are told about and can be added on the draft's own page; the draft is not lost.
    if (isComplete(choice)) await addPeople.mutateAsync({ campaignId: campaign.id, choice }).catch(() => undefined);
    void queryClient.invalidateQueries(trpc.campaigns.pathFilter());
    await navigate({ to: '/campaigns/$campaignId', params: { campaignId: campaign.id } });
  };

  return (
    <form noValidate onSubmit={form.onSubmit((values) => void save(values))} style={{ maxWidth: 760 }}>
      <Stack gap="md">
        <Panel title="Goal and agent">
          <PurposeFields form={form} />
        </Panel>
        <Panel title="People">
          <PeoplePicker choice={choice} onChange={setChoice} later />
        </Panel>
        <Panel title="Hours and days">
          <HoursFields form={form} />
        </Panel>
        <Panel title="Retries after busy and no answer">
          <RetryFields form={form} />
        </Panel>
        <Group justify="flex-end">
          <ButtonLink to="/campaigns" variant="default">
            Back
          </ButtonLink>
          <Button type="submit" loading={create.isPending || addPeople.isPending} disabled={choice.from !== 'none' && !isComplete(choice)}>
            Save the draft and review
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
