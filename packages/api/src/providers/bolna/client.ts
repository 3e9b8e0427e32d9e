// The client decides nothing: it sends, reads and tells what happened, as plain values and never as an exception.
// Whether an answer means "placed", "refused" or "nobody knows" is decided in SQL.
import type { z } from 'zod';
import {
  agentAnswer, agentList, callAnswer, executionPage, messageOf, stopAnswer, user,
  type Agent, type AgentRequest, type CallRequest, type ExecutionPage, type User,
} from './contract.ts';
import { readRetryAfter, sendOnce, type Reply, type TransportError } from './send-once.ts';

const maxBytes = 5 * 1024 * 1024;

export interface BolnaClientOptions {
  baseUrl: string;
  apiKey: string;
  /** For one request, from name lookup to the last byte of the answer. */
  timeoutMs: number;
}

/** `value` is null when the answer was no 2xx or could not be read; `message` is the provider's own text. */
export interface Answer<T> {
  httpStatus: number | null;
  transportError: TransportError | null;
  value: T | null;
  message: string | null;
  retryAfterSeconds: number | null;
}

export interface PlacedCall extends Omit<Answer<never>, 'value'> {
  /** Null unless a 2xx carried a usable id. */
  executionId: string | null;
}

export interface RawAnswer {
  httpStatus: number | null;
  transportError: TransportError | null;
  /** The text as it came, also of a refusal. */
  body: string | null;
}

export interface RequestOptions {
  signal?: AbortSignal | undefined;
}
export interface PlaceCallOptions extends RequestOptions {
  /** Asked synchronously, in the tick that hands the request to the connected socket; false means it is not sent. */
  mayStillSend?: () => boolean;
  /** Shortens the client's timeout for this one request. */
  timeoutMs?: number;
}
export interface ListWindow {
  agentId: string;
  from: Date;
  /** At most 7 days after `from`. */
  to: Date;
  /** From 1. */
  pageNumber: number;
  /** At most 50. */
  pageSize?: number;
}

export interface BolnaClient {
  /** POST /call, at most once on the wire: no retry, no redirect, a connection of its own. */
  placeCall(request: CallRequest, options?: PlaceCallOptions): Promise<PlacedCall>;
  getExecution(executionId: string, options?: RequestOptions): Promise<RawAnswer>;
  /** One page, newest first. */
  listExecutions(window: ListWindow, options?: RequestOptions): Promise<Answer<ExecutionPage>>;
  /** Stops a call that is queued or scheduled; a call in progress is refused with 400. */
  stopCall(executionId: string, options?: RequestOptions): Promise<Answer<{ status: string }>>;
  /** As placeCall: never sent twice, so an unclear answer must be looked up with listAgents. */
  createAgent(request: AgentRequest, options?: RequestOptions): Promise<Answer<{ agentId: string }>>;
  listAgents(options?: RequestOptions): Promise<Answer<Agent[]>>;
  getUser(options?: RequestOptions): Promise<Answer<User>>;
}

export function createBolnaClient({ baseUrl, apiKey, timeoutMs }: BolnaClientOptions): BolnaClient {
  const urlOf = (path: string): URL => new URL(baseUrl.replace(/\/+$/, '') + path);
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };

  const postOnce = (path: string, body: unknown, options: PlaceCallOptions = {}): Promise<Reply> =>
    sendOnce({
      url: urlOf(path), method: 'POST', maxBytes,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs: Math.min(timeoutMs, options.timeoutMs ?? timeoutMs),
      signal: options.signal, mayStillSend: options.mayStillSend,
    });
  const get = (path: string, options?: RequestOptions): Promise<Reply> =>
    ask(urlOf(path), { method: 'GET', headers }, timeoutMs, options);

  return {
    async placeCall(request, options) {
      const { value, ...answer } = read(await postOnce('/call', request, options), callAnswer);
      return { ...answer, executionId: value?.execution_id ?? null };
    },
    async getExecution(executionId, options) {
      const { httpStatus, transportError, body } = await get(`/executions/${encodeURIComponent(executionId)}`, options);
      return { httpStatus, transportError, body };
    },
    async listExecutions({ agentId, from, to, pageNumber, pageSize = 50 }, options) {
      const query = new URLSearchParams({
        from: from.toISOString(), to: to.toISOString(), page_number: String(pageNumber), page_size: String(pageSize),
      });
      return read(await get(`/v2/agent/${encodeURIComponent(agentId)}/executions?${query.toString()}`, options), executionPage);
    },
    async stopCall(executionId, options) {
      const url = urlOf(`/call/${encodeURIComponent(executionId)}/stop`);
      return read(await ask(url, { method: 'POST', headers }, timeoutMs, options), stopAnswer);
    },
    async createAgent(request, options) {
      const answer = read(await postOnce('/v2/agent', request, options), agentAnswer);
      return { ...answer, value: answer.value && { agentId: answer.value.agent_id } };
    },
    listAgents: async (options) => read(await get('/v2/agent/all', options), agentList),
    getUser: async (options) => read(await get('/user/me', options), user),
  };
}

/** A request that may be repeated without harm: on fetch, with its pooled connections. */
async function ask(url: URL, init: RequestInit, timeoutMs: number, options: RequestOptions = {}): Promise<Reply> {
  const reply: Reply = { httpStatus: null, transportError: null, body: null, retryAfterSeconds: null };
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    reply.httpStatus = response.status;
    reply.retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'), Date.now());
    reply.body = await readLimited(response);
    if (reply.body === null) reply.transportError = 'too_large';
  } catch (error) {
    reply.transportError = options.signal?.aborted ? 'aborted' : timeout.aborted ? 'timeout' : fetchError(error);
  }
  return reply;
}

/** The body as text, or null when it is longer than we take. */
async function readLimited(response: Response): Promise<string | null> {
  // The types of fetch leave open what the stream holds; by the standard it is bytes.
  const body = response.body as AsyncIterable<Uint8Array> | null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** fetch hides the reason one level down. Nothing depends on it: these requests are simply asked again. */
function fetchError(error: unknown): TransportError {
  const cause: unknown = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code.startsWith('HPE_')) return 'garbage';
  return /CERT|TLS|SSL/.test(code) ? 'tls' : 'reset';
}

function read<T extends z.ZodType>(reply: Reply, schema: T): Answer<z.output<T>> {
  const { httpStatus, retryAfterSeconds, body } = reply;
  const isOk = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
  const json = parse(body);
  const value = isOk ? schema.safeParse(json) : null;
  // A success that cannot be read is garbage; a refusal needs no body to be a refusal.
  const transportError = reply.transportError ?? (value?.success === false ? 'garbage' : null);
  return { httpStatus, transportError, value: value?.data ?? null, message: messageOf(json), retryAfterSeconds };
}

function parse(body: string | null): unknown {
  try {
    return body === null ? null : JSON.parse(body);
  } catch {
    return null;
  }
}
