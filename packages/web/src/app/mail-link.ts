// What a link in a mail carries behind its #: browsers send that to no server, so it stands in no log.
export interface MailLink {
  token: string;
  /** Where the mail went. */
  email: string | null;
}

/** Null: the address is not one of those in our mails. */
export function readMailLink(hash: string): MailLink | null {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const token = values.get('token');
  return token !== null && /^[\w-]{43}$/.test(token) ? { token, email: values.get('email') } : null;
}
