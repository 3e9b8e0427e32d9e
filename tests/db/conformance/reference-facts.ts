// The facts of the reference data model: the contract that this schema was built to, table by table and cell by
// cell. They are never edited to follow the schema; where the schema differs on purpose, the difference is a line of
// deliberate-differences.ts with its reason.
//
// What the reference leaves open is left out here: columns of an index when it gives only a name, the action of a
// foreign key when it gives only the target. Its views, functions and other triggers are behaviour with tests of
// their own.
import { accountsFacts } from './facts-of-accounts.ts';
import { callingFacts } from './facts-of-calling.ts';
import { resultsFacts } from './facts-of-results.ts';

export interface ColumnFacts {
  /** In the short spelling: varchar(255), timestamptz, text[]. */
  type: string;
  /** Absent means NOT NULL. */
  nullable?: true;
  /** The expression without casts and schema; absent means none. */
  default?: string;
  primaryKey?: true;
  /** A unique constraint or index on this column alone. */
  unique?: true;
  /** Table, and the action on delete if the reference names one. The foreign key is found by its first column. */
  references?: string;
  /** Allowed words of a text column, separated by slashes; the order does not matter. */
  words?: string;
  /** Bounds of a number, both inclusive: "0..", "0..5". */
  range?: string;
}

export interface TableFacts {
  columns: Readonly<Record<string, ColumnFacts>>;
  /** Unique sets of more than one column, each sorted by name. */
  unique?: readonly string[];
  /** Index names; with method and columns where the reference gives them. */
  indexes?: Readonly<Record<string, string>>;
  /** Columns that some index must hold, where the reference names no index. */
  indexed?: readonly string[];
  /** Columns that a GIN index must hold. */
  ginIndexed?: readonly string[];
  /** Row trigger before update that keeps updated_at. */
  updatedAtTrigger?: string;
  /** Further checks, in the words of the reference. */
  checks?: readonly string[];
}

export type Facts = Readonly<Record<string, TableFacts>>;

export const referenceFacts: Facts = { ...accountsFacts, ...callingFacts, ...resultsFacts };
