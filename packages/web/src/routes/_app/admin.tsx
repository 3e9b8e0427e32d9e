// The pages of administrators. Whoever is none gets the server's refusal from each of them.
import { Group } from '@mantine/core';
import { Outlet, createFileRoute } from '@tanstack/react-router';
import { ButtonLink } from '../../components/links.tsx';

export const Route = createFileRoute('/_app/admin')({ component: Administration });

const PARTS = [
  ['/admin', 'Accounts'], ['/admin/numbers', 'Numbers'], ['/admin/settings', 'Settings'], ['/admin/rules', 'Calling rules'], ['/admin/analysts', 'Analysts'], ['/admin/audit', 'Audit'], ['/admin/failures', 'Failures'], ['/admin/jobs', 'Jobs'], ['/admin/integrity', 'Integrity'],
] as const;

function Administration() {
  return (
    <>
      <Group component="nav" gap={4} mb="md" aria-label="Administration">
        {PARTS.map(([to, label]) => (
          <ButtonLink key={to} to={to} size="compact-md" variant="subtle" activeOptions={{ exact: to === '/admin' }} activeProps={{ variant: 'light', 'aria-current': 'page' }}>
            {label}
          </ButtonLink>
        ))}
      </Group>
      <Outlet />
    </>
  );
}
