import { Group, Kbd, Modal, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { keysAreOff, listKeys, switchKeys } from '../app/keys.ts';

/** Prints the registry as it is at this moment, the keys of the page behind included. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys">
      <KeysList />
    </Modal>
  );
}

function KeysList() {
  const [on, setOn] = useState(!keysAreOff());
  return (
    <Stack gap="xs">
      {listKeys()
        .reverse()
        .map((binding) => (
          <Group key={binding.keys} justify="space-between" wrap="nowrap">
            <Text size="sm">{binding.says}</Text>
            <Group gap={4} wrap="nowrap">
              {binding.keys.split(' ').map((key) => (
                <Kbd key={key}>{key === 'Escape' ? 'Esc' : key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      <Switch
        mt="sm"
        label="Single keys work on this computer"
        checked={on}
        onChange={(event) => {
          setOn(event.currentTarget.checked);
          switchKeys(event.currentTarget.checked);
        }}
      />
    </Stack>
  );
}
