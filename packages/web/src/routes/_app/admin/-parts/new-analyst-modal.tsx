import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../../app/trpc.ts';
import { ReasonModal } from '../../../../components/reason-modal.tsx';
import { AccountsSelect } from './accounts-select.tsx';
import { acting } from './acting.ts';

const BEGINNING = 'analyst_';

/** A login with what it may see. Nothing is chosen beforehand: less is safer. */
export function NewAnalystModal({ onClose, onAddress }: { onClose: () => void; onAddress: (address: string) => void }) {
  const [name, setName] = useState('');
  const [userIds, setUserIds] = useState<string[]>([]);
  const [seesAll, setSeesAll] = useState(false);
  const [seesPersonal, setSeesPersonal] = useState(false);
  const { onSuccess, onError } = acting(onClose);
  const create = useMutation(trpc.analysts.create.mutationOptions({ onError, onSuccess: ({ address }) => { onSuccess(); onAddress(address); } }));
  return (
    <ReasonModal
      opened
      title="A login for an analyst"
      says="It reads and changes nothing, has two sessions, and its statements end after a minute."
      button="Make the login"
      pending={create.isPending}
      disabled={name === '' || (!seesAll && userIds.length === 0)}
      onClose={onClose}
      onReason={(reason) => { create.mutate({ login: BEGINNING + name, userIds: seesAll ? [] : userIds, seesAll, seesPersonal, reason }); }}
    >
      <TextInput
        data-autofocus label="Name" description={`The login is ${BEGINNING}${name || '…'}`}
        value={name} onChange={(event) => { setName(event.currentTarget.value); }}
      />
      <Checkbox label="All accounts, also future ones" checked={seesAll} onChange={(event) => { setSeesAll(event.currentTarget.checked); }} />
      {!seesAll && <AccountsSelect label="Accounts" value={userIds} onChange={setUserIds} />}
      <Checkbox
        label="Personal data" description="Names, whole numbers, addresses and transcripts; without it they are masked."
        checked={seesPersonal} onChange={(event) => { setSeesPersonal(event.currentTarget.checked); }}
      />
    </ReasonModal>
  );
}
