// A list with a panel at its right, docked, so that the list stays usable; on a narrow screen the panel comes from below.
import { ActionIcon, Drawer, Group, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useKeys } from '../app/keys.ts';
import classes from './peek-layout.module.css';

interface PeekLayoutProps {
  /** Names the panel. */
  label: string;
  /** Content of the panel; undefined when it is closed. */
  peek: ReactNode | undefined;
  /** In the panel's head, beside the button that closes it. */
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function PeekLayout({ label, peek, actions, onClose, children }: PeekLayoutProps) {
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const isOpen = peek !== undefined;
  const close = (): void => {
    onClose();
    // Back to where one came from: the row is still marked while this runs.
    document.querySelector<HTMLElement>('[data-row][data-selected] a')?.focus();
  };
  useKeys(isOpen ? [{ keys: 'Escape', says: 'Close the panel', run: close }] : []);

  if (narrow) {
    return (
      <>
        {children}
        <Drawer opened={isOpen} onClose={close} position="bottom" size="82%" title={label} closeButtonProps={{ 'aria-label': 'Close' }} radius="md">
          {actions !== undefined && <Group mb="sm">{actions}</Group>}
          {peek}
        </Drawer>
      </>
    );
  }
  return (
    <div className={classes['split']} data-open={isOpen || undefined}>
      <div className={classes['list']}>{children}</div>
      {isOpen && (
        <aside className={classes['peek']} aria-label={label}>
          <div className={classes['head']}>
            <Group gap="xs">{actions}</Group>
            <Tooltip label="Close (Esc)">
              <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={close}>
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </div>
          <div className={classes['body']}>{peek}</div>
        </aside>
      )}
    </div>
  );
}
