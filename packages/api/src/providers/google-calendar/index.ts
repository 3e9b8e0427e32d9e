// Google Calendar as this installation has it: registered there, simulated in the demo, or not at all.
import type { Config } from '@callgres/shared/config';
import { ISSUERS, SIMULATED_CLIENT, registrationFrom } from '../identity/index.ts';
import type { SealingKey } from '../../sealing.ts';
import { channelToken } from '../../tokens.ts';
import { type CalendarEndpoints, GOOGLE_ENDPOINTS, type OpenCalendar, openCalendar } from './client.ts';
import { type CalendarDoor, calendarDoor } from './connect.ts';

export interface CalendarProvider {
  /** Nobody real is behind it. */
  simulated: boolean;
  door: CalendarDoor;
  /** A calendar that somebody has let us into. */
  open: (refreshToken: string) => OpenCalendar;
  /** Seal what lets us in. */
  sealingKeys: readonly SealingKey[];
  /** Between two questions to one calendar: Google takes some ten a second of one person. Unit: milliseconds. */
  pauseMs: number;
}

/** Of the environment, beside PUBLIC_URL. */
export const CALENDAR_VARIABLES = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'IDENTITY_SIMULATOR_URL', 'SEALING_KEYS', 'TOKEN_KEY'] as const;
export type CalendarConfig = Pick<Config, (typeof CALENDAR_VARIABLES)[number] | 'PUBLIC_URL'>;

/** The path at which Google tells of changes. */
export const PUSH_PATH = '/webhooks/google-calendar';
const PAUSE_MS = 200;

export const simulatedEndpoints = (simulatorUrl: string): CalendarEndpoints => ({
  rootUrl: `${simulatorUrl}/`, tokenUrl: `${simulatorUrl}/google/token`, revokeUrl: `${simulatorUrl}/google/revoke`,
});

/** Undefined where there is no registration at Google and no simulator. */
export function calendarProviderOf(config: CalendarConfig): CalendarProvider | undefined {
  const redirectUri = `${config.PUBLIC_URL}/oauth/google_calendar`;
  const registered = registrationFrom('GOOGLE', config.GOOGLE_CLIENT_ID, config.GOOGLE_CLIENT_SECRET, redirectUri);
  if (registered === null && config.IDENTITY_SIMULATOR_URL === undefined) return undefined;
  const simulatorUrl = registered === null ? config.IDENTITY_SIMULATOR_URL : undefined;
  const registration = registered ?? { ...SIMULATED_CLIENT, redirectUri };
  const endpoints = simulatorUrl === undefined ? GOOGLE_ENDPOINTS : simulatedEndpoints(simulatorUrl);
  const push = { address: `${config.PUBLIC_URL}${PUSH_PATH}`, tokenOf: (channelId: string) => channelToken(config.TOKEN_KEY, channelId) };
  return {
    simulated: simulatorUrl !== undefined,
    door: calendarDoor(simulatorUrl === undefined ? ISSUERS.google : `${simulatorUrl}/google`, registration),
    open: (refreshToken) => openCalendar(refreshToken, registration, endpoints, push),
    sealingKeys: config.SEALING_KEYS,
    pauseMs: PAUSE_MS,
  };
}
