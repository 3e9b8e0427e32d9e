import { Box, Group, Title } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { Tint } from '../app/status.tsx';
import classes from './panel.module.css';

interface PanelProps {
  title?: ReactNode;
  /** Beside the title, at the right end. */
  aside?: ReactNode;
  /** Without inner space, for a table that reaches from edge to edge. */
  flush?: boolean;
  className?: string | undefined;
  /** A coloured edge at the left. */
  tint?: Tint | undefined;
  children: ReactNode;
}

/** A framed part of a page. */
export function Panel({ title, aside, flush = false, className, tint, children }: PanelProps) {
  return (
    <Box component="section" className={clsx(classes['panel'], className)} {...(tint && { style: { boxShadow: `inset 3px 0 0 var(--mantine-color-${tint}-6)` } })}>
      {title !== undefined && (
        <Group className={classes['head']} justify="space-between" wrap="nowrap">
          <Title order={2}>{title}</Title>
          {aside}
        </Group>
      )}
      <div className={flush ? undefined : classes['body']}>{children}</div>
    </Box>
  );
}
