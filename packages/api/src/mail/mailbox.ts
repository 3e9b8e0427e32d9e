// A mail server for the demo and the tests: takes every mail for anybody, keeps it as a file, and shows it on a page.
// It listens on loopback only and passes nothing on.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** Where npm start keeps it, in DATA_DIR. */
export const MAIL_FOLDER = 'mail';
const SHOWN = 100;

export interface Mailbox {
  smtpUrl: string;
  pageUrl: string;
  /** The mails, newest first, read as a mail program does. */
  mails: () => Promise<Email[]>;
  stop: () => Promise<void>;
}

export interface MailboxOptions {
  folder: string;
  /** 0 or nothing: any free port. */
  smtpPort?: number;
  pagePort?: number;
  /** What a test does to the server: refuse, hang, break off. */
  smtp?: SMTPServerOptions;
}

export async function startMailbox({ folder, smtpPort = 0, pagePort = 0, smtp = {} }: MailboxOptions): Promise<Mailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], size: 1024 * 1024, rejectOversized: true, disableReverseLookup: true, closeTimeout: 100,
    onAuth: (_auth, _session, done) => { done(null, { user: 'anybody' }); },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const file = join(folder, `${String(Date.now()).padStart(15, '0')}-${randomUUID()}.eml`);
        writeFile(file, Buffer.concat(chunks), { mode: 0o600 }).then(() => { done(); }, done);
      });
    },
    ...smtp,
  });
  server.on('error', () => undefined); // a client that breaks off is its own affair
  const mails = (): Promise<Email[]> => readMails(folder);
  const page = createServer((request, response) => {
    const answer = request.method === 'GET' && request.url === '/' ? mails().then(pageOf) : Promise.resolve(null);
    answer.then(
      (html) => {
        response.writeHead(html === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" });
        response.end(html ?? 'There is nothing here.');
      },
      () => { response.writeHead(500).end('The mail could not be read.'); },
    );
  });
  await Promise.all([listening(server.server as unknown as Server, () => server.listen(smtpPort, '127.0.0.1')), listening(page, () => page.listen(pagePort, '127.0.0.1'))]);
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(server.server.address())}`,
    pageUrl: `http://127.0.0.1:${portOf(page.address())}`,
    mails,
    stop: async () => {
      page.closeAllConnections();
      await Promise.all([new Promise<void>((done) => { server.close(() => { done(); }); }), new Promise<void>((done) => { page.close(() => { done(); }); })]);
    },
  };
}

const portOf = (address: AddressInfo | string | null): number => (typeof address === 'object' && address !== null ? address.port : 0);

const listening = (server: Server, listen: () => void): Promise<void> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.once('listening', () => {
      server.off('error', failed);
      done();
    });
    listen();
  });

async function readMails(folder: string): Promise<Email[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort().reverse().slice(0, SHOWN);
  return Promise.all(files.map(async (name) => PostalMime.parse(await readFile(join(folder, name)))));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** Addresses in a text become links, as in any mail program. */
const linked = (text: string): string => escaped(text).replaceAll(/https?:\/\/[^\s<>"]+/g, (url) => `<a href="${url}">${url}</a>`);

const pageOf = (mails: readonly Email[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Demo mailbox</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  article { border-top: 1px solid #8886; padding: 1rem 0; }
  h2 { font-size: 1.05rem; margin: 0; } p { margin: 0; opacity: .75; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
</style></head><body>
<h1>Demo mailbox</h1>
<p>All mail that this installation sends, to whomever. Nothing leaves this machine.</p>
${mails.length === 0 ? '<article>No mail yet.</article>' : mails.map((mail) => `<article><h2>${escaped(mail.subject ?? '')}</h2>
<p>to ${escaped(mail.to?.map((one) => one.address ?? '').join(', ') ?? '')}, ${escaped(mail.date ?? '')}</p>
<pre>${linked(mail.text ?? '')}</pre></article>`).join('\n')}
</body></html>
`;
