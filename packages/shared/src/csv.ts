// CSV after RFC 4180, made safe for spreadsheets.

// A spreadsheet runs a cell that begins so as a formula, and the text came from strangers. The apostrophe makes it
// text; our import takes it away again.
const FORMULA = /^\s*[=+\-@\t\r\0]/;

function toCell(text: string, guarded: boolean): string {
  const safe = guarded && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of texts as one CSV text, each line ended by CR LF. For machines only, `guarded` may be false. */
export const toCsv = (rows: readonly (readonly string[])[], guarded = true): string => rows.map((row) => `${row.map((cell) => toCell(cell, guarded)).join(',')}\r\n`).join('');
