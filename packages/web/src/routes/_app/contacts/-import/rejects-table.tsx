import { Button, Code, Group, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { formatCount } from '../../../../app/format.ts';
import { tellRefusal } from '../../../../app/problem.ts';
import type { ContactImport, ImportReject } from '../../../../app/rows.ts';
import { rejectKinds, stateOf } from '../../../../app/status.tsx';
import { trpcClient } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { MoreButton } from '../../../../components/more-button.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { downloadErrors } from './errors-csv.ts';
import classes from './rejects-table.module.css';

const PAGE = 20;

const columns: Column<ImportReject>[] = [
  { title: 'Line', cell: (reject) => formatCount(reject.line_number), width: 80 },
  { title: 'What', cell: (reject) => <StateMark state={stateOf(rejectKinds, reject.kind)} />, width: 140, card: 'beside' },
  { title: 'Why', cell: (reject) => reject.sentence },
  { title: 'As it stood', cell: (reject) => <Code className={classes['raw'] ?? ''}>{reject.raw_text}</Code>, rank: 2, width: '38%' },
];

/** The rows that were not written, each with its reason. */
export function RejectsTable({ row }: { row: ContactImport }) {
  const rejects = useInfiniteQuery({
    queryKey: [['imports', 'rejects'], { input: { importId: row.id }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.imports.rejects.query({ importId: row.id, afterLine: pageParam, limit: PAGE }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.line_number : undefined),
  });
  const download = useMutation({
    mutationFn: () => downloadErrors(row),
    onError: (error) => {
      tellRefusal('No file was made', error);
    },
  });
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Title order={3}>Rows that were not written</Title>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          loading={download.isPending}
          onClick={() => {
            download.mutate();
          }}
        >
          Download errors.csv
        </Button>
      </Group>
      <div className={classes['frame']}>
        <Loaded query={rejects}>
          {({ pages }) => <ResourceTable label="Rows that were not written" rows={pages.flat()} columns={columns} rowId={(reject) => String(reject.line_number)} />}
        </Loaded>
        <MoreButton query={rejects} />
      </div>
    </div>
  );
}
