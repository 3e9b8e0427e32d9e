import { Button, Select, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { trpc } from '../app/trpc.ts';
import { zoneNames } from '../app/zone-names.ts';
import { DoorForm, DoorNote, DoorPage } from '../components/door-page.tsx';
import { IdentityButtons } from '../components/identity-buttons.tsx';

export const Route = createFileRoute('/register')({ component: Register });

const form = z.object({
  name: z.string().trim().min(1, 'Write your name.').max(255),
  email: z.email('Write your e-mail address.'),
  company: z.string().trim().max(255),
  location: z.string().nullable(),
});

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function Register() {
  const fields = useForm({ mode: 'uncontrolled', initialValues: { name: '', email: '', company: '', location: here() }, validate: schemaResolver(form, { sync: true }) });
  const register = useMutation(trpc.session.register.mutationOptions());
  const doors = [{ to: '/login', text: 'Sign in instead' }] as const;
  if (register.isSuccess) {
    return (
      <DoorPage title="Look into your mailbox" doors={doors}>
        <DoorNote>
          A mail is on its way to {register.variables.email}. Its link lets you choose a password and begin; it works for half an hour.
        </DoorNote>
      </DoorPage>
    );
  }
  return (
    <DoorPage title="Open an account" doors={doors}>
      <DoorForm
        error={register.error}
        onSubmit={fields.onSubmit(({ company, location, ...rest }) => {
          register.mutate({ ...rest, ...(company.trim() !== '' && { company }), ...(location && { location }) });
        })}
      >
        <TextInput label="Name" autoComplete="name" autoFocus key={fields.key('name')} {...fields.getInputProps('name')} />
        <TextInput label="E-mail" type="email" autoComplete="email" key={fields.key('email')} {...fields.getInputProps('email')} />
        <TextInput label="Company" description="If you have one" autoComplete="organization" key={fields.key('company')} {...fields.getInputProps('company')} />
        <Select label="Time zone" description="In which your days are counted" searchable allowDeselect={false} data={zoneNames(here())} key={fields.key('location')} {...fields.getInputProps('location')} />
        <Button type="submit" fullWidth loading={register.isPending}>
          Send me a link
        </Button>
      </DoorForm>
      <IdentityButtons returnTo="/" />
    </DoorPage>
  );
}
