// The part of Google Calendar's API that we use, over the simulated calendars.
import { type Account, CalendarWorld, type SimulatedEvent } from './world.ts';

export interface CalendarCall {
  method: string;
  /** Behind `calendar/v3/`. */
  path: string;
  query: URLSearchParams;
  body: string;
  bearer: string | null;
  ifMatch: string | null;
}
export interface CalendarReply {
  status?: number;
  json?: unknown;
  /** The connection breaks instead. */
  drop?: boolean;
  retryAfter?: number;
}

/** The words by which a call is known to those who make it fail. */
export type CallKind = 'get' | 'insert' | 'patch' | 'delete' | 'list' | 'watch' | 'stop';
/** What goes wrong with a call, before it is done or after it was; null: nothing. */
export type CalendarFault = (kind: CallKind, when: 'before' | 'after') => CalendarReply | null;

const ID = /^[a-v0-9]{5,1024}$/;
const refused = (status: number, reason: string, message = reason): CalendarReply => ({ status, json: { error: { code: status, message, errors: [{ domain: 'global', reason, message }] } } });

export class CalendarRoutes {
  readonly world = new CalendarWorld();
  fault: CalendarFault = () => null;
  /** How often each was called. */
  readonly calls: CallKind[] = [];

  answer(call: CalendarCall): CalendarReply {
    const [kind, run] = this.#find(call);
    if (kind === undefined) return refused(404, 'notFound');
    this.calls.push(kind);
    const before = this.fault(kind, 'before');
    if (before !== null) return before;
    const account = this.world.accountOf(call.bearer);
    const reply = account === null ? refused(401, 'authError', 'Invalid Credentials') : run(account);
    return this.fault(kind, 'after') ?? reply;
  }

  #find({ method, path, query, body, ifMatch }: CalendarCall): [CallKind, (account: Account) => CalendarReply] | [undefined, undefined] {
    const json = (): Record<string, unknown> => (body === '' ? {} : (JSON.parse(body) as Record<string, unknown>));
    if (method === 'POST' && path === 'channels/stop') return ['stop', (account) => this.#stop(account, json())];
    if (!path.startsWith('calendars/primary/events')) return [undefined, undefined];
    const id = decodeURIComponent(path.slice('calendars/primary/events/'.length));
    if (id === 'watch' && method === 'POST') return ['watch', (account) => this.#watch(account, json())];
    if (id === '' && method === 'GET') return ['list', (account) => this.#list(account, query)];
    if (id === '' && method === 'POST') return ['insert', (account) => this.#insert(account, json(), query)];
    if (method === 'GET') return ['get', (account) => this.#get(account, id)];
    if (method === 'PATCH') return ['patch', (account) => this.#patch(account, id, json(), ifMatch)];
    if (method === 'DELETE') return ['delete', (account) => this.#delete(account, id)];
    return [undefined, undefined];
  }

  #insert(account: Account, event: Partial<SimulatedEvent>, query: URLSearchParams): CalendarReply {
    const { id = '' } = event;
    if (!ID.test(id) || event.start === undefined || event.end === undefined) return refused(400, 'invalid');
    // A deleted event keeps its name.
    if (account.events.has(id)) return refused(409, 'duplicate', 'The requested identifier already exists.');
    if (event.conferenceData !== undefined && this.world.meet === 'forbidden') return refused(400, 'invalid', 'Invalid conference type value.');
    const asked = query.get('conferenceDataVersion') === '1' ? this.#meeting(event.conferenceData) : {};
    return { json: this.world.write(account, { ...event, id, status: 'confirmed', organizer: { email: account.email }, ...asked }, 'invited') };
  }

  /** What stands in the answer about a video meeting that was asked for. */
  #meeting(wish: SimulatedEvent['conferenceData']): Partial<SimulatedEvent> {
    if (wish === undefined) return {};
    const { meet } = this.world;
    const statusCode = meet === 'forbidden' ? 'failure' : meet;
    return {
      conferenceData: { createRequest: { requestId: wish.createRequest.requestId, status: { statusCode } } },
      ...(meet === 'success' && { hangoutLink: `https://meet.example/${wish.createRequest.requestId.slice(0, 8)}` }),
    };
  }

  #get(account: Account, id: string): CalendarReply {
    const event = account.events.get(id);
    if (event === undefined) return refused(404, 'notFound');
    // A video meeting is made a little later, and is there when somebody looks again.
    if (event.conferenceData?.createRequest.status.statusCode === 'pending' && this.world.meet !== 'pending') {
      return { json: this.world.write(account, { ...event, ...this.#meeting(event.conferenceData) }) };
    }
    return { json: event };
  }

  #patch(account: Account, id: string, changes: Partial<SimulatedEvent>, ifMatch: string | null): CalendarReply {
    const event = account.events.get(id);
    if (event === undefined) return refused(404, 'notFound');
    if (event.status === 'cancelled') return refused(410, 'deleted');
    if (ifMatch !== null && ifMatch !== event.etag) return refused(412, 'conditionNotMet', 'Precondition Failed');
    return { json: this.world.write(account, { ...event, ...changes, ...this.#meeting(changes.conferenceData) }, 'changed') };
  }

  #delete(account: Account, id: string): CalendarReply {
    const event = account.events.get(id);
    if (event === undefined) return refused(404, 'notFound');
    if (event.status === 'cancelled') return refused(410, 'deleted');
    this.world.write(account, { ...event, status: 'cancelled' }, 'cancelled');
    return { status: 204 };
  }

  #list(account: Account, query: URLSearchParams): CalendarReply {
    const token = query.get('syncToken');
    if (token !== null && query.has('timeMin')) return refused(400, 'badRequest', 'Sync token cannot be used with timeMin');
    const since = token === null ? 0 : Number(/^c(\d+)$/.exec(token)?.[1] ?? -1);
    if (since < 0 || (token !== null && since < account.oldestToken)) return refused(410, 'fullSyncRequired');
    // Where the reading stands: the change up to which it goes, and how many events it has shown.
    const [, until = String(account.change), shown = '0'] = /^p(\d+)-(\d+)$/.exec(query.get('pageToken') ?? '') ?? [];
    const changed = [...account.events.values()].filter((event) => event.change > since && event.change <= Number(until)).sort((a, b) => a.change - b.change);
    const page = changed.slice(Number(shown), Number(shown) + this.world.pageSize);
    const next = Number(shown) + page.length;
    const items = page.map((event) => (event.status === 'cancelled' ? { id: event.id, status: 'cancelled', etag: event.etag, updated: event.updated } : event));
    return { json: { items, ...(next < changed.length ? { nextPageToken: `p${until}-${String(next)}` } : { nextSyncToken: `c${until}` }) } };
  }

  #watch(account: Account, body: Record<string, unknown>): CalendarReply {
    const { id, address, token } = body;
    if (typeof id !== 'string' || typeof address !== 'string' || typeof token !== 'string') return refused(400, 'invalid');
    if (account.channels.has(id)) return refused(400, 'channelIdNotUnique');
    const channel = this.world.open(account, { id, address, token });
    return { json: { kind: 'api#channel', id, resourceId: channel.resourceId, expiration: String(channel.expiresAt) } };
  }

  #stop(account: Account, body: Record<string, unknown>): CalendarReply {
    const channel = account.channels.get(String(body['id']));
    if (channel === undefined || channel.resourceId !== body['resourceId']) return refused(404, 'notFound');
    account.channels.delete(channel.id);
    return { status: 204 };
  }
}
