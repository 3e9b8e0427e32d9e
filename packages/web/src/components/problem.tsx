// An error says what happened and what to do, offers to try again, and gives the number under which our log has it.
import { Button, Center, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { isNotFound, readProblem } from '../app/problem.ts';
import { NotFound } from './not-found.tsx';

interface ProblemNoteProps {
  error: unknown;
  onRetry: () => void;
}

/** For a part of a page; the rest of the page stays. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const problem = readProblem(error);
  return (
    <Stack gap="xs" p="md" role="alert">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconAlertTriangle size={18} aria-hidden style={{ flexShrink: 0, color: 'var(--mantine-color-red-text)' }} />
        <Text size="sm">{problem.hint}</Text>
      </Group>
      <Group gap="xs">
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} aria-hidden />} onClick={onRetry}>
          Try again
        </Button>
        {problem.requestId !== null && <CopyRequestId requestId={problem.requestId} />}
      </Group>
    </Stack>
  );
}

function CopyRequestId({ requestId }: { requestId: string }) {
  return (
    <CopyButton value={requestId}>
      {({ copied, copy }) => (
        <Button size="xs" variant="subtle" color="gray" leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />} onClick={copy}>
          {copied ? 'Copied' : `Copy request id ${requestId}`}
        </Button>
      )}
    </CopyButton>
  );
}

/** For a whole page; the router shows it. */
export function PageProblem({ error }: { error: unknown }) {
  const router = useRouter();
  const boundary = useQueryErrorResetBoundary();
  if (isNotFound(error)) return <NotFound />;
  return (
    <Center mih="40dvh">
      <title>Problem · Callgres</title>
      <ProblemNote
        error={error}
        onRetry={() => {
          boundary.reset();
          void router.invalidate();
        }}
      />
    </Center>
  );
}
