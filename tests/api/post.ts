// Mail in the tests: the real job sends through real SMTP into a mailbox on this machine, or into a server that fails.
import type { MailSettings } from '@callgres/api/mail/letters';
import { type Mailbox, startMailbox } from '@callgres/api/mail/mailbox';
import { optionsFrom, smtpSender } from '@callgres/api/mail/transport';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Email } from 'postal-mime';
import { type Stage, TOKEN_KEY } from './cast.ts';
import { runJobs } from './run-jobs.ts';

export const PUBLIC_URL = 'https://callgres.example';

export const mailSettings = (smtpUrl: string): MailSettings => ({
  send: smtpSender({ ...optionsFrom(smtpUrl), socketTimeout: 500, greetingTimeout: 500 }), from: 'Callgres <no-reply@callgres.example>', publicUrl: PUBLIC_URL, tokenKey: TOKEN_KEY,
});

export interface Post extends AsyncDisposable {
  mailbox: Mailbox;
  /** Sends what is due and returns all mail to an address, newest first. */
  mailTo: (address: string) => Promise<Email[]>;
  /** The token in the newest mail to an address. */
  tokenTo: (address: string) => Promise<string>;
}

export async function aPost(stage: Stage): Promise<Post> {
  const folder = await mkdtemp(join(tmpdir(), 'callgres-mail-'));
  const mailbox = await startMailbox({ folder });
  const mailTo = async (address: string): Promise<Email[]> => {
    await runJobs(stage.db.workerUrl, { mail: mailSettings(mailbox.smtpUrl) });
    return (await mailbox.mails()).filter(({ to }) => to?.some((one) => one.address === address));
  };
  return {
    mailbox, mailTo,
    tokenTo: async (address) => {
      const [newest] = await mailTo(address);
      const token = /#token=([\w-]{43})&/.exec(newest?.text ?? '')?.[1];
      if (token === undefined) throw new Error(`the newest mail to ${address} has no link: ${newest?.text ?? 'there is none'}`);
      return token;
    },
    [Symbol.asyncDispose]: async () => {
      await mailbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A mail server that fails where it is told to: `greeting`, `recipient`, `login` or `data` with an answer, or after the message by hanging up. */
export async function failingServer(at: 'greeting' | 'recipient' | 'data' | 'after the message', answer: string | null): Promise<AsyncDisposable & { url: string; messages: () => number }> {
  let messages = 0;
  const server = createServer((socket) => {
    let inMessage = false;
    const say = (line: string): void => { socket.write(`${line}\r\n`); };
    const fail = (): void => { if (answer === null) socket.destroy(); else say(answer); };
    socket.on('error', () => undefined);
    if (at === 'greeting') fail();
    else say('220 test');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (inMessage) {
        if (!text.includes('\r\n.\r\n')) return;
        inMessage = false;
        messages++;
        if (at === 'after the message') fail();
        else say('250 taken');
      } else if (/^ehlo/i.test(text)) say('250 test');
      else if (/^rcpt/i.test(text) && at === 'recipient') fail();
      else if (/^data/i.test(text)) {
        if (at === 'data') fail();
        else {
          inMessage = true;
          say('354 go on');
        }
      } else if (/^quit/i.test(text)) socket.end('221 bye\r\n');
      else say('250 ok');
    });
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, messages: () => messages,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => { server.close(() => { done(); }); }),
  };
}
