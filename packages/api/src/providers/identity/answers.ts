// What may have gone wrong, without a word of what was secret in it: errors of the library carry whole answers.
import { AuthorizationResponseError, ClientError, type Configuration, ResponseBodyError, allowInsecureRequests } from 'openid-client';
import { NotConfirmed } from './provider.ts';

/** How providers say that the person pressed "no". */
const DECLINED = new Set(['access_denied', 'user_cancelled_login', 'user_cancelled_authorize']);

export function asNotConfirmed(error: unknown): never {
  if (error instanceof NotConfirmed) throw error;
  if (error instanceof AuthorizationResponseError) throw new NotConfirmed(`the provider answered ${word(error.error)}`, { declined: DECLINED.has(error.error) });
  if (error instanceof ResponseBodyError) throw new NotConfirmed(`the provider refused the code: ${word(error.error)}`);
  if (error instanceof ClientError) throw new NotConfirmed(`${error.code ?? 'no code'}: ${error.message}`);
  throw new NotConfirmed('the provider could not be asked', { cause: error });
}

const word = (text: string): string => text.replaceAll(/[^\w.-]/g, '?').slice(0, 60);

export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Without TLS a provider may be asked on this machine only, where the simulated ones are. */
export function plainHttpOnLoopback(server: URL): (config: Configuration) => void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it is seen; this is its one use
  return isLoopback(server) ? allowInsecureRequests : () => undefined;
}
