// One request on one connection of its own, at most once on the wire.
//
// Not fetch: it sends a POST a second time, silently, when the answer is 421, and it may put the request on a pooled
// connection that the other side is just closing, which turns a plain "not sent" into "nobody knows". Here the
// connection is made first. Whatever fails until it stands (name, refusal, TLS, no answer) proves that not one byte
// of the request has left; after the first byte only the provider's own word proves anything.
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';

/** Failures of which it is certain that the request was never written. */
export const notWrittenErrors = ['dns', 'refused', 'unreachable', 'connect_timeout', 'tls', 'not_sent'] as const;
/** `not_sent`: the caller's last check or its signal said no. Those after the first byte prove nothing. */
export type TransportError =
  | (typeof notWrittenErrors)[number]
  | 'timeout' | 'reset' | 'aborted' | 'garbage' | 'too_large';

/** What came back. A status beside a transport error means the head arrived and the body did not. */
export interface Reply {
  httpStatus: number | null;
  transportError: TransportError | null;
  body: string | null;
  retryAfterSeconds: number | null;
}

export interface OneRequest {
  url: URL;
  method: 'POST';
  headers: Record<string, string>;
  body: string;
  /** For everything together: name, connection, answer, body. */
  timeoutMs: number;
  maxBytes: number;
  signal?: AbortSignal | undefined;
  /** Asked once, in the tick in which the request is handed to the connected socket. */
  mayStillSend?: (() => boolean) | undefined;
}

export function sendOnce(request: OneRequest): Promise<Reply> {
  return new Promise((resolve) => {
    const secure = request.url.protocol === 'https:';
    let phase: 'connecting' | 'securing' | 'sent' = 'connecting';
    let httpStatus: number | null = null;
    let retryAfterSeconds: number | null = null;

    const end = (transportError: TransportError | null, body: string | null = null): void => {
      clearTimeout(deadline);
      request.signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve({ httpStatus, transportError, body, retryAfterSeconds });
    };
    const onAbort = (): void => end(phase === 'sent' ? 'aborted' : 'not_sent');
    const deadline = setTimeout(() => end(phase === 'sent' ? 'timeout' : 'connect_timeout'), request.timeoutMs);

    const host = request.url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(request.url.port || (secure ? 443 : 80));
    const socket: net.Socket = secure
      ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ALPNProtocols: ['http/1.1'] })
      : net.connect({ host, port });
    socket.setNoDelay(true);
    socket.once('connect', () => (phase = secure ? 'securing' : phase));
    socket.on('error', (error) => {
      if (phase === 'sent') end(sentError(error));
      else end(phase === 'securing' ? 'tls' : connectError(error));
    });
    if (request.signal?.aborted) {
      end('not_sent');
      return;
    }
    request.signal?.addEventListener('abort', onAbort);

    socket.once(secure ? 'secureConnect' : 'connect', () => {
      const outgoing = http.request({
        host, port, method: request.method, path: request.url.pathname + request.url.search,
        headers: { ...request.headers, host: request.url.host, connection: 'close', 'content-length': Buffer.byteLength(request.body) },
        createConnection: () => socket, // and so no agent: no pool, no second connection
      });
      outgoing.on('error', (error) => end(sentError(error)));
      outgoing.on('response', (response) => {
        httpStatus = response.statusCode ?? null;
        retryAfterSeconds = readRetryAfter(response.headers['retry-after'], Date.now());
        readBody(response, request.maxBytes, end);
      });
      // From here to end() nothing waits: the answer to the question is still true when the bytes are written.
      if (request.mayStillSend?.() === false) {
        outgoing.destroy();
        end('not_sent');
        return;
      }
      phase = 'sent';
      outgoing.end(request.body);
    });
  });
}

function readBody(
  response: http.IncomingMessage,
  maxBytes: number,
  end: (error: TransportError | null, body?: string | null) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) end('too_large');
    else chunks.push(chunk);
  });
  response.on('end', () => end(null, Buffer.concat(chunks).toString('utf8')));
  response.on('error', (error) => end(sentError(error)));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function connectError(error: Error): TransportError {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'ETIMEDOUT' ? 'connect_timeout' : 'unreachable';
}

function sentError(error: Error): TransportError {
  return codeOf(error).startsWith('HPE_') ? 'garbage' : 'reset';
}

/** Retry-After in whole seconds from `nowMs`; it is a number of seconds or a date. Null if absent or unreadable. */
export function readRetryAfter(header: string | null | undefined, nowMs: number): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - nowMs) / 1000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 86_400) : null;
}
