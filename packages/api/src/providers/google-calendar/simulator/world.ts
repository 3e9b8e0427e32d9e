// What the simulated calendars hold: accounts with their events, tokens, channels, and a number for each change, from which sync tokens
// and etags follow. Everything is in memory.
import { randomBytes, randomUUID } from 'node:crypto';

export interface SimulatedEvent {
  id: string;
  status: string;
  etag: string;
  updated: string;
  /** Number of the change that made it what it is. */
  change: number;
  start?: { dateTime?: string; date?: string; timeZone?: string };
  end?: { dateTime?: string; date?: string; timeZone?: string };
  summary?: string;
  description?: string;
  location?: string;
  transparency?: string;
  attendees?: { email: string; responseStatus?: string; self?: boolean }[];
  organizer?: { email: string };
  extendedProperties?: { private?: Record<string, string> };
  hangoutLink?: string;
  conferenceData?: { createRequest: { requestId: string; status: { statusCode: string } } };
}

export interface Channel {
  id: string;
  resourceId: string;
  address: string;
  token: string;
  expiresAt: number;
}

export class Account {
  readonly events = new Map<string, SimulatedEvent>();
  readonly channels = new Map<string, Channel>();
  /** Sync tokens of before this change are refused with 410. */
  oldestToken = 0;
  change = 0;
  /** Invitations, changes and cancellations that guests were told of: event and what. */
  readonly mails: { eventId: string; what: 'invited' | 'changed' | 'cancelled' }[] = [];
  readonly email: string;

  constructor(email: string) {
    this.email = email;
  }

  get living(): SimulatedEvent[] {
    return [...this.events.values()].filter(({ status }) => status !== 'cancelled');
  }
}

/** What becomes of the video meeting that is asked for. */
export type Meet = 'success' | 'pending' | 'failure' | 'forbidden';

export class CalendarWorld {
  readonly accounts = new Map<string, Account>();
  readonly #refreshTokens = new Map<string, { email: string; revoked: boolean }>();
  readonly #accessTokens = new Map<string, { email: string; refreshToken: string }>();
  /** Events on a page of a list. */
  pageSize = 250;
  meet: Meet = 'success';
  channelLifeMs = 7 * 24 * 3_600_000;
  /** Whether changes are told through channels. */
  pushes = true;
  /** What a test does to a message of a channel: how often it is sent (0: lost), and with which word. */
  tamper: (token: string) => string[] = (token) => [token];
  /** Messages that were answered with 2xx. */
  delivered = 0;
  readonly #sending = new Set<Promise<void>>();

  account(email: string): Account {
    const found = this.accounts.get(email) ?? new Account(email);
    this.accounts.set(email, found);
    return found;
  }

  /** A person lets us into their calendar; returns the refresh token. */
  letIn(email: string): string {
    const token = `1//${randomBytes(24).toString('base64url')}`;
    this.account(email);
    this.#refreshTokens.set(token, { email, revoked: false });
    return token;
  }

  revoke(token: string): boolean {
    const found = this.#refreshTokens.get(token);
    if (found === undefined || found.revoked) return false;
    found.revoked = true;
    return true;
  }

  accessTokenFor(refreshToken: string): string | null {
    const found = this.#refreshTokens.get(refreshToken);
    if (found === undefined || found.revoked) return null;
    const token = `ya29.${randomBytes(24).toString('base64url')}`;
    this.#accessTokens.set(token, { email: found.email, refreshToken });
    return token;
  }

  /** Access tokens are worth nothing any more; new ones may be had. */
  expireAccessTokens(): void {
    this.#accessTokens.clear();
  }

  accountOf(accessToken: string | null): Account | null {
    const found = this.#accessTokens.get(accessToken ?? '');
    return found === undefined || this.#refreshTokens.get(found.refreshToken)?.revoked === true ? null : this.account(found.email);
  }

  /** Writes an event and tells the channels; `told` is what its guests learn. */
  write(account: Account, event: Omit<SimulatedEvent, 'etag' | 'updated' | 'change'>, told?: 'invited' | 'changed' | 'cancelled'): SimulatedEvent {
    account.change++;
    const written = { ...event, change: account.change, etag: `"${account.change}"`, updated: new Date().toISOString() };
    account.events.set(event.id, written);
    if (told !== undefined && (event.attendees ?? []).length > 0) account.mails.push({ eventId: event.id, what: told });
    if (this.pushes) for (const channel of account.channels.values()) this.#push(channel);
    return written;
  }

  /** A person changes an event in the calendar itself, or makes one. */
  edit(email: string, id: string, changes: Partial<SimulatedEvent>): SimulatedEvent {
    const account = this.account(email);
    return this.write(account, { ...(account.events.get(id) ?? { id, status: 'confirmed' }), ...changes });
  }

  open(account: Account, { id, address, token }: Pick<Channel, 'id' | 'address' | 'token'>): Channel {
    const channel = { id, address, token, resourceId: randomUUID(), expiresAt: Date.now() + this.channelLifeMs };
    account.channels.set(id, channel);
    this.#push(channel, 'sync');
    return channel;
  }

  /** Until all messages that are on their way have arrived or been lost. */
  async quiet(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  #push(channel: Channel, state: 'sync' | 'exists' = 'exists'): void {
    if (channel.expiresAt < Date.now()) return;
    for (const token of this.tamper(channel.token)) {
      const sent = fetch(channel.address, {
        method: 'POST', signal: AbortSignal.timeout(5000),
        headers: {
          'x-goog-channel-id': channel.id, 'x-goog-channel-token': token, 'x-goog-resource-id': channel.resourceId, 'x-goog-resource-state': state,
          'x-goog-message-number': '1', 'x-goog-channel-expiration': new Date(channel.expiresAt).toUTCString(),
        },
      }).then((response) => { if (response.ok) this.delivered++; }, () => undefined).finally(() => { this.#sending.delete(sent); });
      this.#sending.add(sent);
    }
  }
}
