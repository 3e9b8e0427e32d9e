import { type ColumnWord, columnWords } from '@callgres/shared/contact-columns';
import { Checkbox, Select, Table, Text } from '@mantine/core';
import classes from './columns-table.module.css';
import type { Preview } from './upload.ts';

const WORDS: Record<ColumnWord, string> = {
  phone_number: 'Telephone number', name: 'Name', first_name: 'First name', last_name: 'Last name', email: 'E-mail', company: 'Company', city: 'City', country: 'Country', notes: 'Notes',
  business_context: 'Context for the agent', context: 'Keep as "title: value"', ignore: 'Leave out',
};
const data = columnWords.map((word) => ({ value: word, label: WORDS[word] }));
const SEPARATORS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
const SAMPLES = 3;

interface ColumnsTableProps {
  preview: Preview;
  onColumns: (columns: ColumnWord[]) => void;
  onHeader: (hasHeader: boolean) => void;
}

/** What each column of a file is, with its first values beside it. */
export function ColumnsTable({ preview: { header, columns, rows, hasHeader, isRemembered, encoding, delimiter }, onColumns, onHeader }: ColumnsTableProps) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={6}>
        {isRemembered ? 'As you took a file with these columns the last time. ' : ''}Read as {encoding.toUpperCase()}, separated by {SEPARATORS[delimiter] ?? delimiter}.
      </Text>
      <Checkbox label="The first line names the columns" checked={hasHeader} mb="xs" onChange={(event) => { onHeader(event.currentTarget.checked); }} />
      <div className={classes['frame']} tabIndex={0} role="region" aria-label="Columns of the file">
        <Table verticalSpacing={6} className={classes['table']} aria-label="Columns">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>In the file</Table.Th>
              <Table.Th>Is</Table.Th>
              <Table.Th>First values</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {header.map((title, place) => (
              // The place is what a column is known by: two may have the same title.
              <Table.Tr key={place}>
                <Table.Td fw={500}>{title.trim() || `Column ${place + 1}`}</Table.Td>
                <Table.Td w={230}>
                  <Select
                    size="xs"
                    aria-label={`What ${title.trim() || `column ${place + 1}`} is`}
                    data={data}
                    value={columns[place] ?? 'context'}
                    allowDeselect={false}
                    onChange={(word) => {
                      const next = columnWords.find((known) => known === word);
                      if (next) onColumns(columns.with(place, next));
                    }}
                  />
                </Table.Td>
                <Table.Td c="dimmed">
                  {rows.slice(0, SAMPLES).map((row) => row[place] ?? '').filter((cell) => cell.trim() !== '').join(' · ') || '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}
