import { EmptyState } from '@mantine/core';
import { IconMapSearch } from '@tabler/icons-react';
import { ButtonLink } from './links.tsx';
import { PageHead } from './page-head.tsx';

/** Nothing is here, or it is another account's: both are told alike. */
export function NotFound() {
  return (
    <>
      <PageHead title="Not found" />
      <EmptyState py={60} icon={<IconMapSearch size={36} stroke={1.5} aria-hidden />} title="Nothing is here" description="The address is wrong, or what it named is gone or belongs to another account.">
        <EmptyState.Actions>
          <ButtonLink to="/campaigns" variant="default">
            Go to campaigns
          </ButtonLink>
        </EmptyState.Actions>
      </EmptyState>
    </>
  );
}
