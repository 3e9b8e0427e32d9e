import type { ContactImport, ImportReject } from '../../../../app/rows.ts';
import { trpcClient } from '../../../../app/trpc.ts';
import { toCsv } from '@callgres/shared/csv';

const PAGE = 1000;

/** Fetches all rows that an import did not write and gives them to the browser as errors.csv. */
export async function downloadErrors(row: Pick<ContactImport, 'id'>): Promise<void> {
  const rejects: ImportReject[] = [];
  for (let afterLine = 0; ; ) {
    const page = await trpcClient.imports.rejects.query({ importId: row.id, afterLine, limit: PAGE });
    rejects.push(...page);
    const last = page.at(-1);
    // Not "shorter than asked for": the server may give less at once than we ask.
    if (!last) break;
    afterLine = last.line_number;
  }
  const lines = rejects.map((reject) => [String(reject.line_number), reject.kind, reject.reason, reject.sentence, reject.raw_text ?? '']);
  const blob = new Blob([toCsv([['line', 'kind', 'reason', 'explanation', 'original_row'], ...lines])], { type: 'text/csv' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'errors.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
