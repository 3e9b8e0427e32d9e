import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { formatDay, formatMoney } from '../../../app/format.ts';
import { tellRefusal } from '../../../app/problem.ts';
import type { Customer } from '../../../app/rows.ts';
import { tellUndo } from '../../../app/tell-undo.tsx';
import { queryClient, trpc } from '../../../app/trpc.ts';
import { CallsOf } from '../../../components/calls-of.tsx';
import { Facts } from '../../../components/facts.tsx';
import { FollowUpModal } from '../../../components/follow-up-modal.tsx';
import { AnchorLink } from '../../../components/links.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TwoColumns } from '../../../components/two-columns.tsx';
import { CustomerModal } from './-parts/customer-modal.tsx';

export const Route = createFileRoute('/_app/customers/$customerId')({
  loader: async ({ context, params }) => {
    await context.queryClient.query({ ...context.trpc.customers.byId.queryOptions(params), staleTime: 'static' });
  },
  component: CustomerPage,
});

function CustomerPage() {
  const { customerId } = Route.useParams();
  const { data: customer } = useSuspenseQuery(trpc.customers.byId.queryOptions({ customerId }));
  const [act, setAct] = useState<'change' | 'follow' | null>(null);
  const close = (): void => { setAct(null); };
  const remove = useMutation(
    trpc.customers.remove.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries(trpc.customers.pathFilter()),
      onError: (error) => { tellRefusal('Nothing was changed', error); },
    }),
  );
  const toggle = (): void => {
    const wasRemoved = customer.is_removed;
    remove.mutate({ customerId, isRemoved: !wasRemoved }, {
      onSuccess: () => { tellUndo(wasRemoved ? 'A customer again' : 'No customer any more', () => { remove.mutate({ customerId, isRemoved: wasRemoved }); }); },
    });
  };
  return (
    <>
      <PageHead
        title={customer.company_name ?? customer.name}
        sub={`${customer.customer_reference}${customer.is_removed ? ', no customer any more' : ''}`}
        actions={
          <Group gap="xs">
            <Button variant="default" onClick={() => { setAct('follow'); }}>Follow up</Button>
            <Button variant="default" onClick={() => { setAct('change'); }}>Change</Button>
            <Button variant="default" loading={remove.isPending} onClick={toggle}>{customer.is_removed ? 'Make a customer again' : 'No customer any more'}</Button>
          </Group>
        }
      />
      <Stack gap="md">
        <TwoColumns>
          <Panel title="Deal">
            <Facts
              facts={[
                ['Value', customer.deal_value === null ? null : formatMoney(customer.deal_value)], ['Closed', customer.deal_closed_date && formatDay(customer.deal_closed_date)],
                ['Contract', contractOf(customer)], ['Payment', customer.payment_terms], ['Industry', customer.industry], ['Looked after by', customer.account_manager], ['Notes', customer.notes],
              ]}
            />
          </Panel>
          <Panel title="Person">
            <Facts
              facts={[
                ['Name', <AnchorLink key="name" to="/contacts" search={{ peek: customer.contact_id }}>{customer.name}</AnchorLink>], ['Number', customer.phone_number], ['E-mail', customer.email],
                ['Customer since', <Moment key="since" at={customer.created_at} />],
              ]}
            />
          </Panel>
        </TwoColumns>
        <Panel title="Calls">
          <CallsOf contactId={customer.contact_id} most={20} />
        </Panel>
      </Stack>
      {act === 'change' && <CustomerModal customer={customer} onClose={close} />}
      {act === 'follow' && <FollowUpModal of={{ contactId: customer.contact_id, name: customer.name }} onClose={close} />}
    </>
  );
}

function contractOf({ contract_start_date: start, contract_end_date: end }: Customer): string | null {
  if (start === null && end === null) return null;
  return `${start === null ? 'until' : `from ${formatDay(start)}`}${end === null ? '' : `${start === null ? '' : ' to'} ${formatDay(end)}`}`;
}
