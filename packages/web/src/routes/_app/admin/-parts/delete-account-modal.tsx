import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { TenantAccount } from '../../../../app/rows.ts';
import { trpc } from '../../../../app/trpc.ts';
import { ReasonModal } from '../../../../components/reason-modal.tsx';
import { acting } from './acting.ts';

/** There is no way back, so the address is typed by hand. */
export function DeleteAccountModal({ account, onClose }: { account: TenantAccount; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const remove = useMutation(trpc.admin.deleteAccount.mutationOptions(acting(onClose)));
  return (
    <ReasonModal
      opened
      title="Delete the account for good"
      says="Sessions end at once and nothing more is dialed. Contacts, calls, transcripts, campaigns and agents are deleted; credits and what administrators did stay on the books without a name. Nobody can undo this."
      button="Delete the account"
      danger
      pending={remove.isPending}
      disabled={email.trim().toLowerCase() !== account.email.toLowerCase()}
      onClose={onClose}
      onReason={(reason) => { remove.mutate({ userId: account.id, email, reason }); }}
    >
      <TextInput data-autofocus label={`Write ${account.email}`} autoComplete="off" value={email} onChange={(event) => { setEmail(event.currentTarget.value); }} />
    </ReasonModal>
  );
}
