import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface ReasonModalProps {
  opened: boolean;
  title: string;
  /** What will happen, before it does. */
  says?: ReactNode;
  button: string;
  danger?: boolean;
  pending: boolean;
  /** Something else is missing or wrong. */
  disabled?: boolean;
  onClose: () => void;
  onReason: (reason: string) => void;
  /** Further fields. */
  children?: ReactNode;
}

/** Asks why before something is changed that others will look at later. */
export function ReasonModal({ opened, title, says, button, danger = false, pending, disabled = false, onClose, onReason, children }: ReasonModalProps) {
  const [reason, setReason] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReason(reason);
        }}
      >
        <Stack>
          {children}
          {says !== undefined && <Text size="sm">{says}</Text>}
          <TextInput data-autofocus={children === undefined || undefined} label="Why" maxLength={1000} required value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" {...(danger && { color: 'red' })} loading={pending} disabled={disabled || reason.trim() === ''}>
              {button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
