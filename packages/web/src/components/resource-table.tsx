// The one table. On a phone it is a list of cards; j and k walk its rows, and a row that changed flashes.
import { Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import clsx from 'clsx';
import { type ReactNode, useEffect, useRef } from 'react';
import { useKeys } from '../app/keys.ts';
import classes from './resource-table.module.css';
import { useStill } from './use-still.ts';

export interface Column<T> {
  title: string;
  /** Stands in the head instead of the title. */
  head?: ReactNode;
  cell: (row: T) => ReactNode;
  align?: 'right';
  /** 1 is always shown, 2 needs a wide table, 3 the widest. Which width the table has, its container decides. */
  rank?: 1 | 2 | 3;
  width?: number | string;
  /** On a card: with its title before it, alone beside the name, or not at all. The first column that it has is the card's name. */
  card?: 'line' | 'beside' | 'none';
}

interface ResourceTableProps<T> {
  /** What is listed, for those who do not see it. */
  label: string;
  rows: T[];
  columns: Column<T>[];
  rowId: (row: T) => string;
  /** What a change of the row would change here; the row flashes when it differs. */
  signature?: (row: T) => string;
  openId?: string | undefined;
  /** Opens the row's panel; a click anywhere on the row that is on no other control does it. */
  onOpen?: (row: T) => void;
  /** While another answer is on its way, the old rows stay, paler. */
  pale?: boolean;
  /** A list that changes by itself: its rows stay in place while the pointer is over them. */
  still?: boolean;
  /** Several tables of a page: only one listens to j and k. */
  keys?: boolean;
}

export function ResourceTable<T>(props: ResourceTableProps<T>) {
  const { label, rows, columns, rowId, signature = rowId, openId, onOpen, pale = false, still = false, keys = false } = props;
  const onPhone = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box, keys, openId !== undefined);
  const { shown, isGone, handlers } = useStill(rows, rowId, still && !pale);

  const rowProps = (row: T): RowProps => ({
    signature: signature(row),
    selected: rowId(row) === openId,
    gone: isGone(row),
    ...(onOpen && { onOpen: () => onOpen(row) }),
  });
  return (
    <div ref={box} className={classes['box']} data-pale={pale || undefined} {...handlers}>
      {onPhone ? (
        <ul className={classes['cards']} aria-label={label}>
          {shown.map((row) => (
            <CardRow key={rowId(row)} {...rowProps(row)}>
              <CardBody row={row} columns={columns} />
            </CardRow>
          ))}
        </ul>
      ) : (
        <Table aria-label={label} verticalSpacing={8} horizontalSpacing={16} className={classes['table']}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.title} data-rank={column.rank ?? 1} style={{ textAlign: column.align, width: column.width }}>
                  {column.head ?? column.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <TableRow key={rowId(row)} {...rowProps(row)}>
                {columns.map((column) => (
                  <Table.Td key={column.title} data-rank={column.rank ?? 1} style={{ textAlign: column.align }}>
                    {column.cell(row)}
                  </Table.Td>
                ))}
              </TableRow>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}

interface RowProps {
  signature: string;
  selected: boolean;
  gone: boolean;
  onOpen?: () => void;
  children?: ReactNode;
}

function TableRow({ signature, selected, gone, onOpen, children }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useFlash(row, signature);
  return (
    <Table.Tr ref={row} data-row data-selected={selected || undefined} data-gone={gone || undefined} className={clsx(onOpen && classes['opens'])} onClick={openUnlessControl(onOpen)}>
      {children}
    </Table.Tr>
  );
}

function CardRow({ signature, selected, gone, onOpen, children }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  useFlash(row, signature);
  return (
    <li ref={row} data-row data-selected={selected || undefined} data-gone={gone || undefined} className={clsx(classes['card'], onOpen && classes['opens'])} onClick={openUnlessControl(onOpen)}>
      {children}
    </li>
  );
}

function CardBody<T>({ row, columns }: { row: T; columns: Column<T>[] }) {
  const [name, ...others] = columns.filter((column) => column.card !== 'none');
  return (
    <>
      <div className={classes['cardHead']}>
        <div className={classes['cardName']}>{name?.cell(row)}</div>
        {others.filter((column) => column.card === 'beside').map((column) => <div key={column.title}>{column.cell(row)}</div>)}
      </div>
      {others
        .filter((column) => (column.card ?? 'line') === 'line')
        .map((column) => (
          <div key={column.title} className={classes['cardLine']}>
            <span>{column.title}</span>
            <div>{column.cell(row)}</div>
          </div>
        ))}
    </>
  );
}

/** A click on the row opens it, a click on a link or button in it is theirs, and marking text is no click. */
function openUnlessControl(onOpen: (() => void) | undefined) {
  return (event: React.MouseEvent<HTMLElement>): void => {
    const onControl = event.target instanceof Element && event.target.closest('a, button, input, [role="menuitem"]') !== null;
    if (!onOpen || onControl || (getSelection()?.toString() ?? '') !== '') return;
    onOpen();
  };
}

/** Lights up the row when its signature has changed since it was drawn. */
function useFlash(row: React.RefObject<HTMLElement | null>, signature: string): void {
  const before = useRef(signature);
  useEffect(() => {
    if (before.current === signature) return;
    before.current = signature;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    row.current?.animate([{ backgroundColor: 'var(--callgres-selected)' }, { backgroundColor: 'transparent' }], { duration: 1200 });
  }, [row, signature]);
}

/** j and k move the focus from row link to row link, so Enter means what it always means; with a panel open they step it. */
function useRowKeys(box: React.RefObject<HTMLElement | null>, enabled: boolean, panelOpen: boolean): void {
  const step = (by: 1 | -1) => (): void => {
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    const current = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute('data-selected'));
    const next = rows[Math.min(rows.length - 1, Math.max(0, current + by))];
    next?.querySelector<HTMLElement>('a, button')?.focus();
    if (panelOpen) next?.click();
  };
  const open = (): void => document.activeElement?.closest<HTMLElement>('[data-row]')?.click();
  useKeys(
    enabled
      ? [
          { keys: 'j', says: 'Next row', run: step(1) },
          { keys: 'k', says: 'Row before', run: step(-1) },
          { keys: 'o', says: 'Open the row beside the list', run: open },
        ]
      : [],
  );
}
