// Which providers of identities this installation has: those it is registered at, and in the demo simulated ones.
import type { Config } from '@callgres/shared/config';
import { PlainError } from '@callgres/shared/plain-error';
import type { UserIdentityProvider } from '@callgres/shared';
import { isLoopback } from './answers.ts';
import { githubProvider } from './github.ts';
import { openIdProvider } from './openid.ts';
import type { IdentityProvider, Registration } from './provider.ts';

export type IdentityProviders = ReadonlyMap<UserIdentityProvider, IdentityProvider>;

/** Where a provider is and what we are there. */
interface Place {
  issuer: string;
  /** Of GitHub only. */
  apiUrl: string;
  registration: Registration;
  simulated: boolean;
}

const LABELS: Readonly<Record<UserIdentityProvider, string>> = { google: 'Google', linkedin: 'LinkedIn', github: 'GitHub' };
export const ISSUERS: Readonly<Record<UserIdentityProvider, string>> = {
  google: 'https://accounts.google.com', linkedin: 'https://www.linkedin.com/oauth', github: 'https://github.com/login/oauth',
};
const GITHUB_API = 'https://api.github.com';
export const KEYS = Object.keys(LABELS) as UserIdentityProvider[];

/** What the simulator takes for our registration. */
export const SIMULATED_CLIENT = { clientId: 'callgres', clientSecret: 'secret of the simulated providers' };

export const IDENTITY_VARIABLES = [
  'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'LINKEDIN_CLIENT_ID', 'LINKEDIN_CLIENT_SECRET', 'GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'IDENTITY_SIMULATOR_URL',
] as const;
type IdentityConfig = Pick<Config, (typeof IDENTITY_VARIABLES)[number] | 'PUBLIC_URL' | 'NODE_ENV'>;

/** The page that a browser comes back to, as it is to be registered at the provider. */
export const redirectUri = (publicUrl: string, key: UserIdentityProvider): string => `${publicUrl}/oauth/${key}`;

/** Providers without credentials are not there; the simulator stands in for them where its address is given. */
export function identityProvidersOf(config: IdentityConfig): IdentityProviders {
  const simulatorUrl = config.IDENTITY_SIMULATOR_URL;
  if (simulatorUrl !== undefined && (config.NODE_ENV === 'production' || !isLoopback(new URL(simulatorUrl)))) {
    throw new PlainError('IDENTITY_SIMULATOR_URL lets anybody be anybody: it must be an address of this machine, and be unset in production.');
  }
  const found = KEYS.flatMap((key) => {
    const registration = registrationOf(config, key);
    if (registration !== null) return [provider(key, { issuer: ISSUERS[key], apiUrl: GITHUB_API, registration, simulated: false })];
    return simulatorUrl === undefined ? [] : [simulatedProvider(key, simulatorUrl, config.PUBLIC_URL)];
  });
  return new Map(found.map((one) => [one.key, one]));
}

function registrationOf(config: IdentityConfig, key: UserIdentityProvider): Registration | null {
  const prefix = key.toUpperCase() as Uppercase<UserIdentityProvider>;
  return registrationFrom(prefix, config[`${prefix}_CLIENT_ID`], config[`${prefix}_CLIENT_SECRET`], redirectUri(config.PUBLIC_URL, key));
}

/** null: there is none. */
export function registrationFrom(prefix: string, clientId: string | undefined, clientSecret: string | undefined, backTo: string): Registration | null {
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) throw new PlainError(`${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET go together: set both or neither.`);
  return { clientId, clientSecret, redirectUri: backTo };
}

export const simulatedProvider = (key: UserIdentityProvider, simulatorUrl: string, publicUrl: string): IdentityProvider =>
  provider(key, {
    issuer: `${simulatorUrl}/${key}`, apiUrl: `${simulatorUrl}/${key}/api`, simulated: true,
    registration: { ...SIMULATED_CLIENT, redirectUri: redirectUri(publicUrl, key) },
  });

function provider(key: UserIdentityProvider, { issuer, apiUrl, registration, simulated }: Place): IdentityProvider {
  const label = LABELS[key];
  if (key === 'github') return githubProvider({ issuer, apiUrl, registration, label, simulated });
  return openIdProvider({ key, label, simulated, issuer, registration, hasPkceAndNonce: key !== 'linkedin' });
}
