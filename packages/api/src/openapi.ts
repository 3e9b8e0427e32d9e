// The typed API as an OpenAPI document, for people who integrate in other languages: every procedure that is asked by HTTP, with the schemas
// that the server itself checks by, and the errors that the functions of schema api say they raise.
import * as shared from '@callgres/shared';
import { type ErrorKey, type FunctionDescriptor, errors } from '@callgres/shared';
import { z } from 'zod';
import { appRouter } from './routers/index.ts';

interface Procedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[]; output?: z.ZodType };
}

const descriptors = Object.values(shared).filter((value): value is FunctionDescriptor & typeof value => typeof value === 'object' && 'sqlName' in value);

/** The procedures by their names, each with the descriptor of the function that it calls; those that do more have none. */
export function procedures(): { name: string; type: 'query' | 'mutation' | 'subscription'; input: z.ZodType | undefined; output: z.ZodType | undefined; descriptor: FunctionDescriptor | undefined }[] {
  return Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).map(([name, { _def }]) => ({
    name, type: _def.type, input: _def.inputs[0], output: _def.output, descriptor: descriptors.find((each) => each.input === _def.inputs[0]),
  }));
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const printed: Record<string, unknown> = { ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) };
  delete printed['$schema'];
  delete printed['~standard'];
  return printed;
};

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'code', 'data'],
      properties: {
        message: { type: 'string', description: 'One sentence for the person.' },
        code: { type: 'integer', description: 'JSON-RPC code of the kind of error.' },
        data: {
          type: 'object',
          required: ['code', 'httpStatus', 'key', 'hint', 'requestId'],
          properties: {
            code: { type: 'string' }, httpStatus: { type: 'integer' }, path: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            key: { type: 'string', description: 'Stable name of the error, for programs.' }, hint: { type: 'string', description: 'One sentence for the person.' },
            fieldErrors: { anyOf: [{ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }, { type: 'null' }], description: 'Per field of the input what is wrong with it.' },
            requestId: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'To ask about this request.' },
          },
        },
      },
    },
  },
};

/** Error keys that a comment names after "Raises", by HTTP status. */
function raised(comment: string): Map<number, ErrorKey[]> {
  const keys = (/Raises ([^.]*)/.exec(comment)?.[1] ?? '').split(/[^a-z_]+/).filter((word): word is ErrorKey => word in errors);
  return Map.groupBy(keys, (key) => errors[key].status);
}

const failures = (comment: string): Record<string, unknown> => ({
  ...Object.fromEntries([...raised(comment)].map(([status, keys]) => [String(status), { description: keys.map((key) => `${key}: ${errors[key].hint}`).join(' '), content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } }])),
  default: { description: 'Any other error, in the same form.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
});

function operation(name: string, type: 'query' | 'mutation', input: z.ZodType | undefined, output: z.ZodType | undefined, comment: string): Record<string, unknown> {
  const needsInput = input !== undefined && !input.safeParse(undefined).success;
  const schema = input === undefined ? undefined : jsonSchema(input, 'input');
  const result = output === undefined ? {} : jsonSchema(output, 'output');
  const isVoid = output instanceof z.ZodVoid;
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    ...(comment === '' ? {} : { summary: comment.split(/(?<=\.) /)[0], description: comment }),
    ...(name === 'session.signIn' ? { security: [] } : {}),
    ...(type === 'query' ? {} : { parameters: [{ name: 'x-callgres', in: 'header', required: true, schema: { const: '1' } }, { name: 'origin', in: 'header', required: true, schema: { type: 'string' } }] }),
    ...(schema === undefined || type === 'mutation' ? {} : { parameters: [{ name: 'input', in: 'query', required: needsInput, description: 'The input as JSON.', content: { 'application/json': { schema } } }] }),
    ...(schema === undefined || type === 'query' ? {} : { requestBody: { required: true, content: { 'application/json': { schema } } } }),
    responses: {
      200: {
        description: 'The result.',
        content: { 'application/json': { schema: { type: 'object', required: ['result'], properties: { result: { type: 'object', ...(isVoid ? {} : { required: ['data'], properties: { data: result } }) } } } } },
      },
      ...failures(comment),
    },
  };
}

/** The document. `comments` are those of the functions of schema api, by their names with the schema. */
export function openApiDocument(comments: ReadonlyMap<string, string>): Record<string, unknown> {
  const asked = procedures().filter((each): each is typeof each & { type: 'query' | 'mutation' } => each.type !== 'subscription');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Callgres', version: '0.1.0',
      description: 'Every call is one transaction of the database as the signed-in person. Sign in by session.signIn; the answer sets a cookie, which every other call sends back. Mutations have to send a JSON content type, the header x-callgres: 1, and the Origin of the installation: no foreign page can do that.',
    },
    security: [{ session: [] }],
    paths: Object.fromEntries(asked.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, type, input, output, descriptor }) => [
      `/trpc/${name}`, { [type === 'query' ? 'get' : 'post']: operation(name, type, input, output, (comments.get(descriptor?.sqlName ?? '') ?? '').replaceAll(/\n?@\w+ [^\n]*/g, '')) },
    ])),
    components: { schemas: { Error: ERROR_SCHEMA }, securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-session' } } },
  };
}
