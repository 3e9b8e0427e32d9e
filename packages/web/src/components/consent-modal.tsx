import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf } from '../app/format.ts';
import { tellDone, tellRefusal } from '../app/problem.ts';
import type { Inputs } from '../app/rows.ts';
import { queryClient, trpc } from '../app/trpc.ts';

type Consent = Inputs['contacts']['recordConsents'];

interface ConsentModalProps {
  opened: boolean;
  /** Whose consent it is. */
  people: Pick<Consent, 'campaignId' | 'contactId' | 'importId' | 'tag'>;
  /** In a sentence: "the 12 people of this campaign". */
  whose: string;
  onClose: () => void;
}

/** Writes down that people have agreed to be called, and where that can be looked up. */
export function ConsentModal({ opened, people, whose, onClose }: ConsentModalProps) {
  const [kind, setKind] = useState<Consent['kind']>('express');
  const [proof, setProof] = useState('');
  const record = useMutation(
    trpc.contacts.recordConsents.mutationOptions({
      onSuccess: (count) => {
        onClose();
        tellDone('Consent is recorded', `For ${countOf(count, 'person', 'people')}.`);
        void queryClient.invalidateQueries(trpc.contacts.pathFilter());
        void queryClient.invalidateQueries(trpc.campaigns.pathFilter());
      },
      onError: (error) => { tellRefusal('Nothing was recorded', error); },
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title="Record consent">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          record.mutate({ ...people, kind, proof });
        }}
      >
        <Stack>
          <Text size="sm">You state that {whose} agreed to be called by an artificial voice. Only what you can prove belongs here.</Text>
          <SegmentedControl
            aria-label="Kind of consent"
            value={kind}
            onChange={(next) => { setKind(next); }}
            data={[{ value: 'express', label: 'Said or clicked' }, { value: 'written', label: 'Signed' }]}
          />
          <TextInput data-autofocus label="Where it can be looked up" placeholder="Web form, version 3, with time stamps in our records" minLength={3} maxLength={500} required value={proof} onChange={(event) => { setProof(event.currentTarget.value); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={record.isPending} disabled={proof.trim().length < 3}>
              Record it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
