// One question to Google Calendar, and the answer in the words that SQL decides by.
import { type calendar_v3, calendar as googleCalendar } from '@googleapis/calendar';
import { OAuth2Client } from 'google-auth-library';
import type { Registration } from '../identity/provider.ts';
import type { CalendarAnswer, CalendarRequest, PushAddress } from './contract.ts';

export interface CalendarEndpoints {
  /** Root of the API, with a slash at its end. */
  rootUrl: string;
  tokenUrl: string;
  revokeUrl: string;
}

export const GOOGLE_ENDPOINTS: CalendarEndpoints = {
  rootUrl: 'https://www.googleapis.com/', tokenUrl: 'https://oauth2.googleapis.com/token', revokeUrl: 'https://oauth2.googleapis.com/revoke',
};

/** A calendar that somebody has let us into; the access token lives here and nowhere else. */
export type OpenCalendar = (request: CalendarRequest) => Promise<CalendarAnswer>;

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 5 * 1024 * 1024;
/** Nothing is asked for that we do not use: titles of other people's events never reach us. */
const EVENT = 'id,status,etag,updated,start,end,summary,description,location,hangoutLink,conferenceData/createRequest/status,organizer/email,attendees(email,responseStatus,self),extendedProperties/private,transparency';
const OF_OTHERS = 'id,status,etag,updated,start,end,summary,description,location,hangoutLink,attendees(email,responseStatus,self),transparency';

export function openCalendar(refreshToken: string, registration: Registration, endpoints: CalendarEndpoints, push: PushAddress): OpenCalendar {
  const auth = new OAuth2Client({
    clientId: registration.clientId, clientSecret: registration.clientSecret,
    endpoints: { oauth2TokenUrl: endpoints.tokenUrl, oauth2RevokeUrl: endpoints.revokeUrl },
    // A repetition that SQL does not know of would be one too many.
    transporterOptions: { timeout: TIMEOUT_MS, retry: false, retryConfig: { retry: 0 } },
  });
  auth.setCredentials({ refresh_token: refreshToken });
  const api = googleCalendar({ version: 'v3', auth, rootUrl: endpoints.rootUrl, timeout: TIMEOUT_MS, maxContentLength: MOST_BYTES, retry: false, retryConfig: { retry: 0 } });
  const once = (request: CalendarRequest): Promise<CalendarAnswer> => answered(ask(api, auth, request, refreshToken, push), endpoints.tokenUrl);
  return async (request) => {
    const answer = await once(request);
    if (answer.status !== 401 || auth.credentials.access_token == null) return answer;
    // The access token ran out before its time: what was refused for that was not done.
    auth.setCredentials({ refresh_token: refreshToken });
    return once(request);
  };
}

type Asked = Promise<{ status: number; data: unknown }>;

function ask(api: calendar_v3.Calendar, auth: OAuth2Client, request: CalendarRequest, refreshToken: string, push: PushAddress): Asked {
  const calendarId = request.calendar_id;
  switch (request.kind) {
    case 'get':
      return api.events.get({ calendarId, eventId: request.event_id, fields: EVENT });
    case 'insert':
      return api.events.insert({ calendarId, conferenceDataVersion: 1, sendUpdates: 'all', fields: EVENT, requestBody: request.event });
    case 'patch':
      return api.events.patch({ calendarId, eventId: request.event_id, conferenceDataVersion: 1, sendUpdates: 'all', fields: EVENT, requestBody: request.event }, { headers: { 'if-match': request.etag } });
    case 'delete':
      return api.events.delete({ calendarId, eventId: request.event_id, sendUpdates: 'all' });
    case 'list':
      return api.events.list({
        calendarId, singleEvents: true, showDeleted: true, maxResults: 250, fields: `nextPageToken,nextSyncToken,items(${OF_OTHERS})`,
        ...(request.sync_token !== undefined && { syncToken: request.sync_token }), ...(request.page_token !== undefined && { pageToken: request.page_token }),
        ...(request.time_min !== undefined && { timeMin: request.time_min }),
      });
    case 'watch':
      return api.events.watch({ calendarId, requestBody: { id: request.channel_id, type: 'web_hook', address: push.address, token: push.tokenOf(request.channel_id) } });
    case 'stop':
      return api.channels.stop({ requestBody: { id: request.channel_id, resourceId: request.resource_id } });
    case 'revoke':
      return auth.revokeToken(refreshToken);
  }
}

interface Failure {
  message?: string;
  code?: string | number;
  config?: { url?: string | URL };
  response?: { status: number; headers?: Headers; data?: { error?: string | { message?: string; errors?: { reason?: string }[] } } };
}

async function answered(asked: Asked, tokenUrl: string): Promise<CalendarAnswer> {
  try {
    const { status, data } = await asked;
    return { status, body: isObject(data) ? data : {} };
  } catch (error) {
    const { response, config, code, message } = error as Failure;
    if (response === undefined) return { status: null, reason: String(code ?? message ?? 'no answer').slice(0, 200) };
    const said = response.data?.error;
    const reason = typeof said === 'string' ? said : said?.errors?.[0]?.reason;
    // The request itself was not made when its access token could not be had: a 4xx of the token's address is that of the secret.
    const isOfToken = String(config?.url ?? '').startsWith(tokenUrl);
    const status = isOfToken && response.status < 500 && response.status !== 429 ? 401 : response.status;
    const retryAfter = Number(response.headers?.get('retry-after') ?? '');
    return {
      status, ...(reason !== undefined && { reason: reason.slice(0, 200) }),
      ...(typeof said === 'object' && said.message !== undefined && { message: said.message.slice(0, 500) }),
      ...(Number.isInteger(retryAfter) && retryAfter > 0 && { retry_after: Math.min(retryAfter, 86_400) }),
    };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
