import { UnstyledButton } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import classes from './newer-bar.module.css';

/** "12 new · show": what came while somebody was looking closely. */
export function NewerBar({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <UnstyledButton className={classes['bar']} data-none={count === 0 || undefined} disabled={count === 0} onClick={onShow}>
      {count > 0 && <IconArrowUp size={14} aria-hidden />}
      {count === 0 ? 'Newest first' : `${count >= 50 ? '50 or more' : count} new · show`}
    </UnstyledButton>
  );
}
