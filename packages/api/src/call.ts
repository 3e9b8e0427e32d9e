// From a generated descriptor to one call of that function of schema api.
import type { FunctionArgument, FunctionDescriptor } from '@callgres/shared';
import { type PrimitiveValueExpression, sql } from 'slonik';
import { z } from 'zod';
import { type CommonQueryMethods, type DatabasePool, asPerson } from './database.ts';

/** The schema of what a call of this function returns. */
export type OutputSchema<D extends FunctionDescriptor> = D['returns'] extends 'rows' ? z.ZodArray<D['row']> : D['returns'] extends 'void' ? z.ZodVoid : D['row'];
export type Output<D extends FunctionDescriptor> = z.output<OutputSchema<D>>;

export function outputSchema<D extends FunctionDescriptor>(descriptor: D): OutputSchema<D> {
  const schemas = { rows: () => z.array(descriptor.row), row: () => descriptor.row, scalar: () => descriptor.row, void: () => z.void() };
  return schemas[descriptor.returns]() as unknown as OutputSchema<D>;
}

/** Calls the function as the person behind the token; a query in a transaction that cannot write. */
export function callAs<D extends FunctionDescriptor>(pool: DatabasePool, token: string, descriptor: D, input: z.output<D['input']>): Promise<Output<D>> {
  const access = descriptor.kind === 'query' ? 'read only' : 'read write';
  return asPerson(pool, token, access, (transaction) => callOn(transaction, descriptor, input));
}

/** Calls the function on this connection, with the rights it has. */
export async function callOn<D extends FunctionDescriptor>(connection: CommonQueryMethods, descriptor: D, input: z.output<D['input']>): Promise<Output<D>> {
  const call = callOf(descriptor, input ?? {});
  const result = (value: unknown): Output<D> => value as Output<D>;
  switch (descriptor.returns) {
    case 'rows':
      return result([...(await connection.any(statement(descriptor.row, `select ${columnsOf(descriptor.row)} from `, call)))]);
    case 'row':
      return result(await connection.one(statement(descriptor.row, `select ${columnsOf(descriptor.row)} from `, call)));
    case 'scalar':
      return result((await connection.one(statement(z.object({ value: descriptor.row }), 'select value from ', call, ' as called (value)'))).value);
    case 'void':
      await connection.query(statement(z.object({}), 'select from ', call));
      return result(undefined);
  }
}

interface Call {
  /** Text before, between and after the values: one more than there are values. */
  texts: readonly string[];
  values: readonly Value[];
}
type Value = PrimitiveValueExpression | ReturnType<typeof sql.array>;

/** `api.fn(p_a => $1::uuid, p_b => $2::text)`. Text comes from the generated descriptor only, never from a caller. */
function callOf(descriptor: FunctionDescriptor, input: Readonly<Record<string, unknown>>): Call {
  const texts: string[] = [];
  const values: Value[] = [];
  let text = `${descriptor.sqlName}(`;
  for (const argument of descriptor.arguments) {
    const value = input[argument.key];
    if (value === undefined) continue; // the default of the function stands
    texts.push(`${text}${values.length === 0 ? '' : ', '}${argument.parameter} => `);
    values.push(valueOf(argument, value));
    text = `::${argument.type}`;
  }
  return { texts: [...texts, `${text})`], values };
}

/** The driver quotes the type of an array, and quoted only the server's own names are types. */
const SERVER_NAMES: Readonly<Record<string, string>> = { integer: 'int4', bigint: 'int8', smallint: 'int2', boolean: 'bool' };

function valueOf({ type, key }: FunctionArgument, value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return type === 'jsonb' ? JSON.stringify(value) : value;
  if (type === 'jsonb') return JSON.stringify(value);
  if (Array.isArray(value) && type.endsWith('[]')) return sql.array(value, SERVER_NAMES[type.slice(0, -2)] ?? type.slice(0, -2));
  throw new TypeError(`the argument ${key} of type ${type} has a value that cannot be sent`);
}

function statement<T extends z.ZodType>(row: T, before: string, { texts, values }: Call, after = ''): ReturnType<ReturnType<typeof sql.type<T>>> {
  const last = texts.length - 1;
  const parts = texts.map((text, index) => `${index === 0 ? before : ''}${text}${index === last ? after : ''}`);
  // slonik takes frozen template strings only, so that nobody builds one out of what a caller sent; ours is made of
  // names and types of the catalog.
  return sql.type(row)(Object.freeze(Object.assign(parts, { raw: Object.freeze([...parts]) })), ...values);
}

/** Exactly the columns of the contract: one added to a view shows itself in the generated files first. */
function columnsOf(row: z.ZodType): string {
  if (!(row instanceof z.ZodObject)) throw new TypeError('a row must be described by an object schema');
  return Object.keys(row.shape).map((name) => `"${name}"`).join(', ');
}
