import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Tells what was done, with the way back; eight seconds, because reading takes some of them. */
export function tellUndo(title: string, undo: () => void): void {
  const id = notifications.show({
    color: 'green',
    title,
    autoClose: 8000,
    message: (
      <Button size="compact-sm" variant="default" mt={4} onClick={() => { notifications.hide(id); undo(); }}>
        Undo
      </Button>
    ),
  });
}
