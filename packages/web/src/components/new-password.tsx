import { PasswordInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { z } from 'zod';
import { readProblem } from '../app/problem.ts';

const form = z
  .object({ password: z.string().min(10, 'At least 10 characters.').max(1000), again: z.string() })
  .refine((values) => values.password === values.again, { path: ['again'], message: 'The two differ.' });

export const useNewPassword = () => useForm({ mode: 'uncontrolled', initialValues: { password: '', again: '' }, validate: schemaResolver(form, { sync: true }) });

/** Puts what the server says of the password at its field; what else went wrong stands above the form. */
export const problemAbove = (error: unknown): unknown => (error !== null && readProblem(error).fieldErrors['password'] !== undefined ? null : error);
export const problemAtField = (fields: ReturnType<typeof useNewPassword>) => (error: unknown): void => {
  const { password } = readProblem(error).fieldErrors;
  if (password !== undefined) fields.setErrors({ password });
};

/** The two fields in which a new password is chosen. `email` lets password managers store it under the right name. */
export function NewPasswordFields({ fields, email }: { fields: ReturnType<typeof useNewPassword>; email: string | null }) {
  const toggle = { 'aria-label': 'Show or hide the password', tabIndex: 0 };
  return (
    <>
      {email !== null && <input type="email" autoComplete="username" value={email} readOnly hidden />}
      <PasswordInput
        label="Password" description="At least 10 characters; length is what counts." autoComplete="new-password" autoFocus
        visibilityToggleButtonProps={toggle} key={fields.key('password')} {...fields.getInputProps('password')}
      />
      <PasswordInput label="Password again" autoComplete="new-password" visibilityToggleButtonProps={toggle} key={fields.key('again')} {...fields.getInputProps('again')} />
    </>
  );
}
