import { Button, Group, Modal, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { readProblem, tellDone } from '../../../../app/problem.ts';
import type { Customer } from '../../../../app/rows.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';

/** The whole form of a customer; an emptied field is empty afterwards. */
export function CustomerModal({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const fields = useForm({
    mode: 'uncontrolled',
    initialValues: {
      companyName: customer.company_name ?? '', industry: customer.industry ?? '', dealValue: customer.deal_value ?? '', dealClosedDate: customer.deal_closed_date ?? '',
      contractStartDate: customer.contract_start_date ?? '', contractEndDate: customer.contract_end_date ?? '', paymentTerms: customer.payment_terms ?? '',
      accountManager: customer.account_manager ?? '', notes: customer.notes ?? '',
    },
  });
  const change = useMutation(
    trpc.customers.change.mutationOptions({
      onSuccess: () => {
        onClose();
        tellDone('Changed');
        void queryClient.invalidateQueries(trpc.customers.pathFilter());
      },
      onError: (error) => { fields.setErrors(readProblem(error).fieldErrors); },
    }),
  );
  const text = (label: string, name: keyof ReturnType<typeof fields.getValues>, more: { type?: 'date'; inputMode?: 'decimal'; maxLength?: number } = {}) =>
    <TextInput label={label} key={fields.key(name)} {...fields.getInputProps(name)} {...more} />;
  const { error } = change;
  const above = error !== null && Object.keys(readProblem(error).fieldErrors).length === 0 ? readProblem(error).hint : null;
  return (
    <Modal opened onClose={onClose} title={customer.company_name ?? customer.name} size="lg">
      <form
        noValidate
        onSubmit={fields.onSubmit((values) => {
          const filled = Object.entries(values).flatMap(([name, value]): [string, string][] => (value.trim() === '' ? [] : [[name, value.trim()]]));
          change.mutate({ customerId: customer.id, ...Object.fromEntries(filled) });
        })}
      >
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {text('Company', 'companyName', { maxLength: 255 })}
            {text('Industry', 'industry', { maxLength: 100 })}
            {text('Value of the deal', 'dealValue', { inputMode: 'decimal' })}
            {text('Closed on', 'dealClosedDate', { type: 'date' })}
            {text('Contract from', 'contractStartDate', { type: 'date' })}
            {text('Contract to', 'contractEndDate', { type: 'date' })}
            {text('Terms of payment', 'paymentTerms', { maxLength: 100 })}
            {text('Looked after by', 'accountManager', { maxLength: 255 })}
          </SimpleGrid>
          <Textarea label="Notes" autosize minRows={2} maxRows={10} maxLength={10_000} key={fields.key('notes')} {...fields.getInputProps('notes')} />
          {above !== null && <Text size="sm" c="red" role="alert">{above}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Leave it</Button>
            <Button type="submit" loading={change.isPending}>Change it</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
