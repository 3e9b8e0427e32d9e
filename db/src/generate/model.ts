// What the printers print: the catalog, reduced to what both sides of the contract share. Only names in here,
// nothing that differs between two databases or two versions of the server.

/** The words that one column may hold. */
export interface Vocabulary {
  schema: string;
  table: string;
  column: string;
  words: readonly string[];
}

/** `calls.status`, or `api.uploads.status` outside of public: how tags and the model refer to a vocabulary. */
export const vocabularyKey = (of: { schema: string; table: string; column: string }): string =>
  of.schema === 'public' ? `${of.table}.${of.column}` : `${of.schema}.${of.table}.${of.column}`;

export interface Value {
  /** As PostgreSQL writes the type, without length. */
  type: string;
  nullable: boolean;
  /** Key of the vocabulary that the value (or each element of the array) belongs to. */
  words?: string;
}

export interface Field extends Value {
  name: string;
  comment: string;
}

/** A view of schema api. */
export interface View {
  name: string;
  comment: string;
  columns: readonly Field[];
}

export interface Argument {
  /** With its prefix: `p_campaign_id`. */
  name: string;
  type: string;
  optional: boolean;
  words?: string;
}

export type Result =
  | { kind: 'rows' | 'row'; view: string }
  | { kind: 'rows'; columns: readonly Field[] }
  | ({ kind: 'scalar' } & Value)
  | { kind: 'void' };

/** A function of schema api. */
export interface ApiFunction {
  name: string;
  comment: string;
  kind: 'query' | 'mutation';
  arguments: readonly Argument[];
  result: Result;
}

/** An error that some function raises with a SQLSTATE of class VC. */
export interface ErrorKey {
  key: string;
  status: number;
  hint: string;
}

export interface Model {
  vocabularies: readonly Vocabulary[];
  views: readonly View[];
  functions: readonly ApiFunction[];
  errors: readonly ErrorKey[];
  jobs: readonly string[];
}
