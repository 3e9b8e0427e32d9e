// What a provider of identities is to the rest: a place to send somebody, and who they are when they come back. What that
// is worth, SQL decides.
import type { UserIdentityProvider } from '@callgres/shared';

/** Of one visit. All three are derived (tokens.ts), so nobody has to store them. */
export interface VisitSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Whom the provider has named. */
export interface Identity {
  /** Address by which the provider names itself. */
  issuer: string;
  /** Its name for the person; never changes hands. */
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
}

export interface IdentityProvider {
  key: UserIdentityProvider;
  /** For buttons. */
  label: string;
  /** Nobody real is behind it. */
  simulated: boolean;
  /** Where to send the browser. */
  begin: (secrets: VisitSecrets) => Promise<URL>;
  /**
   * Asks the provider who came back.
   * @param query what stands behind the ? of the address that the browser came back to
   * @throws NotConfirmed when the answer is not for this visit, not from this provider, or none
   */
  finish: (query: string, secrets: VisitSecrets) => Promise<Identity>;
}

/** What is known of our registration at a provider. */
export interface Registration {
  clientId: string;
  clientSecret: string;
  /** Where the browser comes back to, exactly as registered. */
  redirectUri: string;
}

/** The provider did not say who it is, or said it in a way that proves nothing. */
export class NotConfirmed extends Error {
  /** The person said no. */
  readonly declined: boolean;
  constructor(reason: string, { declined = false, cause }: { declined?: boolean; cause?: unknown } = {}) {
    super(reason, { cause });
    this.declined = declined;
  }
}
