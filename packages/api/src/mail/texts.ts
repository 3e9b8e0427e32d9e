// What each kind of mail says. Text first; the HTML is the same sentences, because many people read only that.
import type { EmailOutboxKind } from '@callgres/shared';
import { TENANT_CONTENTS } from './tenant-texts.ts';

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

export interface Facts {
  /** Name of the recipient; null when unknown. */
  name: string | null;
  /** Address of the pages, without a slash at its end. */
  publicUrl: string;
  /** For mails with a link: its path with everything that opens it. */
  linkPath: string | null;
  /** What SQL knows of it, for kinds that say more than the same to everybody. */
  facts: unknown;
}

export interface Content {
  subject: string;
  /** Paragraphs before the link. */
  say: readonly string[];
  /** The words on the link; without it there is none. */
  link?: string;
  /** Where it leads when the mail has no link of its own. */
  path?: string;
  /** Paragraphs after the link. */
  after?: readonly string[];
}

const NOT_YOU = 'If that was not you, there is nothing to do: without this link nothing happens.';

const CONTENTS: Readonly<Record<EmailOutboxKind, Content | ((facts: unknown) => Content)>> = {
  ...TENANT_CONTENTS,
  register: {
    subject: 'Finish opening your Callgres account',
    say: ['Somebody, hopefully you, is opening an account with this address.'],
    link: 'Choose a password and begin',
    after: ['The link works once, for half an hour.', NOT_YOU],
  },
  account_exists: {
    subject: 'You have a Callgres account already',
    say: ['Somebody, hopefully you, wanted to open an account with this address, which has one.'],
    link: 'Sign in',
    path: '/login',
    after: ['If you do not remember the password, ask for a new one there. If it was not you, there is nothing to do.'],
  },
  reset_password: {
    subject: 'Choose a new Callgres password',
    say: ['Somebody, hopefully you, asked for a new password for this account.'],
    link: 'Choose a new password',
    after: ['The link works once, for half an hour. Afterwards you are signed out everywhere.', NOT_YOU],
  },
  session_stolen: {
    subject: 'Somebody may have copied a session of yours',
    say: [
      'An old key of one of your sessions was used again, which happens when it was copied. That session was ended, on your side and on the other.',
      'Sign in again, and look under Settings, Security, where else you are signed in. If you know none of it, choose a new password.',
    ],
    link: 'Sign in',
    path: '/login',
  },
  identity_connected: {
    subject: 'Your Callgres account has another way in',
    say: ['Another account of yours was just connected: with it you can sign in.', 'If that was not you, disconnect it at once, end all other sessions, and choose a new password.'],
    link: 'See how your account is entered',
    path: '/settings/security',
  },
  identity_disconnected: {
    subject: 'Your Callgres account has one way in less',
    say: ['An account with which you could sign in was just disconnected.', 'If that was not you, end all other sessions and choose a new password.'],
    link: 'See how your account is entered',
    path: '/settings/security',
  },
  password_changed: {
    subject: 'Your Callgres password was changed',
    say: [
      'The password of your account was just changed, and all other sessions were ended.',
      'If that was not you, somebody else has it: choose a new one at once, and look under Settings, Security, which accounts are connected.',
    ],
    link: 'Choose a new password',
    path: '/forgot',
  },
};

/** Names of people and campaigns stand in subjects: a line break there would begin another header. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function letterOf(kind: EmailOutboxKind, { name, publicUrl, linkPath, facts }: Facts): Letter {
  const content = CONTENTS[kind];
  const { subject: said, say, link, path, after = [] } = typeof content === 'function' ? content(facts) : content;
  const subject = oneLine(said);
  const address = link === undefined ? null : `${publicUrl}${linkPath ?? path ?? '/'}`;
  const greeting = name === null ? 'Hello,' : `Hello ${name},`;
  const text = [greeting, ...say, ...(address === null ? [] : [`${link ?? ''}:\n${address}`]), ...after].join('\n\n');
  const paragraphs = [greeting, ...say].map((line) => `<p>${escaped(line)}</p>`);
  const button = address === null ? [] : [`<p><a href="${escaped(address)}">${escaped(link ?? '')}</a></p>`];
  const html = [...paragraphs, ...button, ...after.map((line) => `<p>${escaped(line)}</p>`)].join('\n');
  return { subject, text: `${text}\n`, html: `<!doctype html>\n<html lang="en"><body>\n${html}\n</body></html>\n` };
}
