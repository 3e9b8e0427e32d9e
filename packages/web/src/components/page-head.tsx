import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

interface PageHeadProps {
  title: string;
  /** Beside the title: a state, a count. */
  mark?: ReactNode;
  /** Under the title, one line. */
  sub?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page. Names the document and takes the focus, so that a screen reader says where one has arrived. */
export function PageHead({ title, mark, sub, actions }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Group justify="space-between" align="flex-start" gap="sm" mb="md">
      <title>{`${title} · Callgres`}</title>
      <div style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Group gap="sm">
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {mark}
        </Group>
        {sub !== undefined && (
          <Text size="sm" c="dimmed" component="div" mt={2}>
            {sub}
          </Text>
        )}
      </div>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
