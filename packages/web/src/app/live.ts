// One stream of UI events for each visible tab. An event says that something of a topic changed; what it is now,
// the queries ask. Hence a lost, doubled or late event does no harm.
import { useEffect, useSyncExternalStore } from 'react';
import type { QueryFilters } from '@tanstack/react-query';
import { isSignedOut } from './problem.ts';
import { queryClient, trpc, trpcClient } from './trpc.ts';

// A busy dialer says something every second, so the wait starts with the first event and is not begun again.
const JOIN_MS = 500;
const HIDDEN_MS = 30_000;
const REOPEN_MS = 5000;
const AFTER_RENEWAL_MS = 500;

/** Which queries a topic makes old. */
const staleBy: Record<string, () => QueryFilters[]> = {
  campaigns: () => [trpc.campaigns.pathFilter()],
  queue: () => [trpc.queue.pathFilter(), trpc.campaigns.pathFilter()],
  lines: () => [trpc.lines.pathFilter(), trpc.session.me.queryFilter()],
  calls: () => [trpc.calls.pathFilter(), trpc.dashboard.pathFilter(), trpc.agents.figures.pathFilter()],
  leads: () => [trpc.leads.pathFilter(), trpc.dashboard.pathFilter(), trpc.agents.figures.pathFilter()],
  contacts: () => [trpc.contacts.pathFilter()],
  customers: () => [trpc.customers.pathFilter()],
  follow_ups: () => [trpc.followUps.pathFilter()],
  meetings: () => [trpc.meetings.pathFilter(), trpc.calendar.pathFilter()],
  notifications: () => [trpc.notifications.pathFilter()],
  imports: () => [trpc.imports.pathFilter()],
  credits: () => [trpc.session.me.queryFilter()],
  session: () => [trpc.session.pathFilter(), trpc.identities.pathFilter()],
};

let lastEventId: number | undefined;
const waiting = new Set<string>();
let joining: ReturnType<typeof setTimeout> | undefined;

function note(topic: string): void {
  waiting.add(topic);
  joining ??= setTimeout(applyWaiting, JOIN_MS);
}

function applyWaiting(): void {
  joining = undefined;
  const topics = [...waiting];
  waiting.clear();
  // An unknown topic is one that a newer server has: everything may have changed.
  if (topics.some((topic) => !(topic in staleBy))) {
    void queryClient.invalidateQueries();
    return;
  }
  const filters = new Map(topics.flatMap((topic) => staleBy[topic]?.() ?? []).map((filter) => [JSON.stringify(filter.queryKey), filter]));
  for (const filter of filters.values()) void queryClient.invalidateQueries(filter);
}

// ---- the state of the line, shown in the header
export type LiveState = 'connecting' | 'live';
let state: LiveState = 'connecting';
const watchers = new Set<() => void>();
function setState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const watcher of watchers) watcher();
}
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

// ---- the stream itself, one for the page
let subscription: { unsubscribe: () => void } | undefined;
let reopening: ReturnType<typeof setTimeout> | undefined;

/** Opens the stream after the last known event, if it is not open and somebody looks at the page. */
export function openLiveEvents(): void {
  clearTimeout(reopening);
  if (subscription !== undefined || document.visibilityState !== 'visible') return;
  subscription = trpcClient.live.events.subscribe(lastEventId === undefined ? {} : { lastEventId: String(lastEventId) }, {
    onData: (event) => {
      lastEventId = Number(event.id);
      note(event.data.topic);
    },
    onConnectionStateChange: (change) => {
      setState(change.state === 'pending' ? 'live' : 'connecting');
    },
    // A broken connection is taken up again by itself; this is a refusal, after which the stream has ended.
    onError: (error) => {
      close();
      // The session was renewed, and the stream began with the token before; or it is over, which asking finds out.
      if (isSignedOut(error)) void queryClient.invalidateQueries(trpc.session.me.queryFilter());
      reopening = setTimeout(openLiveEvents, isSignedOut(error) ? AFTER_RENEWAL_MS : REOPEN_MS);
    },
  });
}

function close(): void {
  clearTimeout(reopening);
  subscription?.unsubscribe();
  subscription = undefined;
  setState('connecting');
}

/** The network went or came: a connection of before may be dead without knowing it, so a new one is made at once. */
function renew(): void {
  close();
  openLiveEvents();
}

/** Ends the stream and what its last events would still ask for: before signing out, after which all is refused. */
export function endLiveEvents(): void {
  close();
  clearTimeout(joining);
  joining = undefined;
  waiting.clear();
}

/**
 * Keeps the stream open while the tab is seen. A tab hidden for 30 s closes it, because a browser allows six
 * connections to one origin over HTTP/1.1, and opens it again after the last event it knows.
 * @param firstEventId the newest event when the page's first data was read
 */
export function useLiveEvents(firstEventId: number): void {
  useEffect(() => {
    lastEventId ??= firstEventId;
    let hiding: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      clearTimeout(hiding);
      if (document.visibilityState === 'visible') openLiveEvents();
      else hiding = setTimeout(close, HIDDEN_MS);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    window.addEventListener('offline', renew);
    window.addEventListener('online', renew);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      window.removeEventListener('offline', renew);
      window.removeEventListener('online', renew);
      clearTimeout(hiding);
      endLiveEvents();
      lastEventId = undefined;
    };
    // Not of firstEventId: it changes with every refetch of session.me, and the stream must not restart for that.
  }, []);
}
