// From a row of the outbox to a mail.
import { type EmailOutboxKind, emailOutboxKind } from '@callgres/shared';
import { z } from 'zod';
import { linkToken } from '../tokens.ts';
import { letterOf } from './texts.ts';
import type { Mail, SendMail } from './transport.ts';

/** What sending mail needs of the environment. */
export interface MailSettings {
  send: SendMail;
  from: string;
  publicUrl: string;
  tokenKey: string;
}

/** A row of take_emails. */
export const outboxRow = z.object({ id: z.uuid(), kind: z.enum(emailOutboxKind), to_email: z.string(), to_name: z.string().nullable(), facts: z.unknown() });

/** The pages that links lead to. What opens the door stands behind the #, which browsers send to no server. */
const LINK_PAGES: Partial<Record<EmailOutboxKind, string>> = { register: '/welcome', reset_password: '/reset' };

export function mailOf({ id, kind, to_email, to_name, facts }: z.output<typeof outboxRow>, { from, publicUrl, tokenKey }: MailSettings): Mail {
  const page = LINK_PAGES[kind];
  const linkPath = page === undefined ? null : `${page}#${new URLSearchParams({ token: linkToken(tokenKey, id), email: to_email }).toString()}`;
  const host = /@([^>]+)>$/.exec(from)?.[1] ?? 'callgres';
  return { from, to: { name: to_name, address: to_email }, messageId: `${id}@${host}`, ...letterOf(kind, { name: to_name, publicUrl, linkPath, facts }) };
}
