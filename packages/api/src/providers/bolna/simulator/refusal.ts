// The provider refuses in three shapes; which one where is part of the contract.
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly body: Record<string, unknown>;
  readonly retryAfterSeconds: number | null;

  constructor(httpStatus: number, body: Record<string, unknown>, retryAfterSeconds: number | null = null) {
    super(`HTTP ${httpStatus}`);
    this.httpStatus = httpStatus;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
export const malformed = (message: string): Refusal => new Refusal(400, { error: 400, message });
export const invalid = (detail: string): Refusal => new Refusal(422, { detail });
export const notFound = (what: string): Refusal => new Refusal(404, { error: `${what} not found` });
