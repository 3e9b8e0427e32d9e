// What went wrong, for a person. The sentence is the hint written at the raise in SQL; this file only finds it.
import { notifications } from '@mantine/notifications';
import { z } from 'zod';

export interface Problem {
  /** One sentence: what is so and what to do. */
  hint: string;
  /** HTTP status, null when no answer came. */
  status: number | null;
  /** To be told to support; the server's log has it too. */
  requestId: string | null;
  fieldErrors: Record<string, string>;
  /** Stable name of the refusal; null when no answer came. */
  key: string | null;
}

const sentData = z.object({
  httpStatus: z.number().catch(500),
  code: z.string().optional().catch(undefined),
  key: z.string().nullish().catch(null),
  hint: z.string().nullish().catch(null),
  requestId: z.string().nullish().catch(null),
  fieldErrors: z.record(z.string(), z.array(z.string())).nullish().catch(null),
});

const UNREACHABLE = 'The server cannot be reached. Check the connection and try again.';
const UNEXPECTED = 'Something went wrong on our side. Try again; if it stays, tell us the request id.';

/** Reads any thrown value; an error of tRPC carries the server's words in `data`. */
export function readProblem(error: unknown): Problem {
  const data = typeof error === 'object' && error !== null && 'data' in error ? sentData.safeParse(error.data) : null;
  if (!data?.success) return { hint: isRenderError(error) ? UNEXPECTED : UNREACHABLE, status: null, requestId: null, fieldErrors: {}, key: null };
  const { httpStatus, hint, requestId, fieldErrors, key } = data.data;
  return {
    hint: hint ?? UNEXPECTED,
    status: httpStatus,
    requestId: requestId ?? null,
    key: key ?? null,
    fieldErrors: Object.fromEntries(Object.entries(fieldErrors ?? {}).map(([field, texts]) => [field, texts.join(' ')])),
  };
}

export const isSignedOut = (error: unknown): boolean => readProblem(error).status === 401;
/** The server wants the password again before it does this. */
export const needsPassword = (error: unknown): boolean => readProblem(error).key === 'password_needed';
export const isNotFound = (error: unknown): boolean => readProblem(error).status === 404;

/** A mistake in our own rendering is no network trouble, and saying so would send people to their cables. */
const isRenderError = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TypeError' || error.name === 'ReferenceError') && !/fetch/i.test(error.message);

/** Tells the result of one's own action that was refused; stays until dismissed. */
export function tellRefusal(title: string, error: unknown): void {
  const problem = readProblem(error);
  notifications.show({
    color: 'red',
    title,
    message: problem.requestId && (problem.status ?? 500) >= 500 ? `${problem.hint} Request id: ${problem.requestId}` : problem.hint,
    autoClose: false,
  });
}

/** Tells that one's own action was done. */
export function tellDone(title: string, message?: string): void {
  notifications.show({ color: 'green', title, message: message ?? '', autoClose: 6000 });
}

/** An answer of a plain route (the upload) as an error with the same `data` that tRPC's errors have. */
export function serverProblem(httpStatus: number, body: unknown): Error {
  return Object.assign(new Error('refused'), { data: { ...(typeof body === 'object' ? body : {}), httpStatus } });
}
