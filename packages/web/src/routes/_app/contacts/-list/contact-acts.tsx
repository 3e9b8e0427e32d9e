import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { tellRefusal } from '../../../../app/problem.ts';
import { tellUndo } from '../../../../app/tell-undo.tsx';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { ContactModal } from '../../../../components/contact-modal.tsx';
import { FollowUpModal } from '../../../../components/follow-up-modal.tsx';
import { MeetingModal } from '../../../../components/meeting-modal.tsx';
import { CallNow } from './call-now.tsx';

/** What can be done with a contact. */
export function ContactActs({ contactId }: { contactId: string }) {
  const { data: contact } = useQuery(trpc.contacts.byId.queryOptions({ contactId }));
  const [act, setAct] = useState<'follow' | 'meet' | 'change' | null>(null);
  const close = (): void => { setAct(null); };
  const navigate = useNavigate();
  const again = (): void => {
    void queryClient.invalidateQueries(trpc.contacts.pathFilter());
    void queryClient.invalidateQueries(trpc.customers.pathFilter());
  };
  const remove = useMutation(trpc.customers.remove.mutationOptions({ onSettled: again }));
  const convert = useMutation(
    trpc.customers.convert.mutationOptions({
      onSettled: again,
      onSuccess: (customer) => {
        tellUndo(`${customer.name} is a customer: ${customer.customer_reference}`, () => { remove.mutate({ customerId: customer.id }); });
        void navigate({ to: '/customers/$customerId', params: { customerId: customer.id } });
      },
      onError: (error) => { tellRefusal('The contact was not made a customer', error); },
    }),
  );
  return (
    <Group gap="xs">
      <CallNow contactId={contactId} />
      <Button size="xs" variant="default" disabled={!contact} onClick={() => { setAct('follow'); }}>
        Follow up
      </Button>
      <Button size="xs" variant="default" disabled={!contact} onClick={() => { setAct('meet'); }}>
        Meet
      </Button>
      {contact?.is_customer === false && (
        <Button size="xs" variant="default" loading={convert.isPending} onClick={() => { convert.mutate({ contactId }); }}>
          Make a customer
        </Button>
      )}
      <Button size="xs" variant="default" disabled={!contact} onClick={() => { setAct('change'); }}>
        Change
      </Button>
      {act === 'change' && contact && <ContactModal contact={contact} onClose={close} />}
      {act === 'follow' && contact && <FollowUpModal of={{ contactId, name: contact.name }} onClose={close} />}
      {act === 'meet' && contact && <MeetingModal of={{ contactId, name: contact.name, email: contact.email }} onClose={close} />}
    </Group>
  );
}
