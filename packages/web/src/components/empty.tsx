// Two of the empty states: nothing yet (what to do), and no match (how to get back). The third, no permission, and
// a missing thing come as errors with the server's words.
import { Button, EmptyState } from '@mantine/core';
import { IconFilterOff, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface NothingYetProps {
  icon: Icon;
  title: string;
  description: string;
  action?: ReactNode;
}

export function NothingYet({ icon: Mark, title, description, action }: NothingYetProps) {
  return (
    <EmptyState py={48} px="md" icon={<Mark size={36} stroke={1.5} aria-hidden />} title={title} description={description}>
      {action !== undefined && <EmptyState.Actions>{action}</EmptyState.Actions>}
    </EmptyState>
  );
}

export function NoMatch({ what, onClear }: { what: string; onClear: () => void }) {
  return (
    <EmptyState py={48} px="md" icon={<IconFilterOff size={36} stroke={1.5} aria-hidden />} title={`No ${what} match`} description="Nothing fits these filters.">
      <EmptyState.Actions>
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
