// How often a procedure may be called, so that one script, broken tab or attacker leaves the others their share. Counted in this process:
// what costs money, calls people or sends mail is counted in SQL besides, where it holds for all processes.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from './errors.ts';

export type ProcedureKind = 'query' | 'mutation' | 'subscription';

export interface RateLimitOptions {
  /** Calls of one procedure by one session; what may be called without one is counted in SQL. Unit: per minute. */
  query: number;
  mutation: number;
  subscription: number;
  /** All calls from one address, whatever sessions it claims to have: random tokens must not be a way around. Unit: per minute. */
  address: number;
}

const USUAL: RateLimitOptions = { query: 300, mutation: 60, subscription: 60, address: 6000 };
const MINUTE = 60;

/** Refused with 429; says when to come back. */
export class TooOften extends Refusal {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(429, 'too_many_requests', `This was asked for very often: try again in ${retryAfterSeconds === 1 ? 'a second' : `${String(retryAfterSeconds)} seconds`}.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class RateLimits {
  readonly #ofKind: Readonly<Record<ProcedureKind, RateLimiterMemory>>;
  readonly #ofAddress: RateLimiterMemory;

  constructor(wanted: Partial<RateLimitOptions> = {}) {
    const limits = { ...USUAL, ...wanted };
    const limiter = (keyPrefix: string, points: number): RateLimiterMemory => new RateLimiterMemory({ keyPrefix, points, duration: MINUTE });
    this.#ofKind = { query: limiter('query', limits.query), mutation: limiter('mutation', limits.mutation), subscription: limiter('subscription', limits.subscription) };
    this.#ofAddress = limiter('address', limits.address);
  }

  /** Counts one call; throws TooOften when it is one too many. */
  async count(kind: ProcedureKind, path: string, { token, ipAddress }: { token: string | null; ipAddress: string }): Promise<void> {
    try {
      await this.#ofAddress.consume(ipAddress);
      if (token !== null) await this.#ofKind[kind].consume(`${path} ${token}`);
    } catch (error) {
      throw error instanceof RateLimiterRes ? new TooOften(Math.max(1, Math.ceil(error.msBeforeNext / 1000))) : error;
    }
  }
}
