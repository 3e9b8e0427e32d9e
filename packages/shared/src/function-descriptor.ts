// What is known on both sides about a function of schema api.
import type { z } from 'zod';

export interface FunctionArgument {
  /** Its key in the input: `firstCallTime`. */
  readonly key: string;
  /** Its name in SQL: `p_first_call_time`. */
  readonly parameter: string;
  /** Its type in SQL, for the cast of the placeholder: `time without time zone`. */
  readonly type: string;
}

export interface FunctionDescriptor {
  /** With its schema: `api.list_calls`. */
  readonly sqlName: string;
  /** A query changes nothing (stable function); a mutation may (volatile function). */
  readonly kind: 'query' | 'mutation';
  /** `rows`: a list of `row` · `row`: exactly one · `scalar`: one value described by `row` · `void`: nothing. */
  readonly returns: 'rows' | 'row' | 'scalar' | 'void';
  /** In the order of the declaration. An argument whose key is absent from the input is left out of the call. */
  readonly arguments: readonly FunctionArgument[];
  /** The input of a caller; of a function without arguments it may be undefined. */
  readonly input: z.ZodType;
  /** One row, or the value of a scalar function. */
  readonly row: z.ZodType;
}
