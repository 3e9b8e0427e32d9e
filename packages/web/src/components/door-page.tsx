import { Alert, Anchor, Box, Center, Group, Paper, Stack, Text } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { SubmitEventHandler, ReactNode } from 'react';
import { readProblem } from '../app/problem.ts';
import { Logo } from '../shell/logo.tsx';
import { PageHead } from './page-head.tsx';

interface DoorPageProps {
  title: string;
  sub?: ReactNode;
  children: ReactNode;
  /** Other doors, under the form. */
  doors?: readonly { to: LinkProps['to']; text: string }[];
}

/** A page for people who are not signed in: one card in the middle, and the ways to the other ones. */
export function DoorPage({ title, sub, children, doors = [] }: DoorPageProps) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Box w="100%" maw={360}>
        <Box mb="lg">
          <Logo />
        </Box>
        <Paper withBorder p="lg" radius="md" bg="var(--callgres-panel)">
          <PageHead title={title} sub={sub} />
          {children}
        </Paper>
        {doors.length > 0 && (
          <Group mt="md" gap="lg">
            {doors.map(({ to, text }) => (
              <Anchor key={text} renderRoot={(props) => <Link to={to} {...props} />} size="sm">
                {text}
              </Anchor>
            ))}
          </Group>
        )}
      </Box>
    </Center>
  );
}

/** The form on it; what was refused stands above the fields. */
export function DoorForm({ error, onSubmit, children }: { error: unknown; onSubmit: SubmitEventHandler<HTMLFormElement>; children: ReactNode }) {
  return (
    <form noValidate onSubmit={onSubmit}>
      <Stack>
        {error !== null && (
          <Alert color="red" variant="light" role="alert">
            <Text size="sm">{readProblem(error).hint}</Text>
          </Alert>
        )}
        {children}
      </Stack>
    </form>
  );
}

/** What is said instead of the form when it was sent; the same whether or not there is such an account. */
export function DoorNote({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" role="status">
      {children}
    </Text>
  );
}
