// One mail to one mail server, and how it went in the words that SQL decides by. Whether a message arrived cannot be
// asked: what broke off before it was handed over whole was not sent, what broke off after that is unclear.
import { type SMTPTransportOptions, createTransport } from 'nodemailer';
import { PassThrough } from 'node:stream';

export interface Mail {
  from: string;
  to: { name: string | null; address: string };
  messageId: string;
  subject: string;
  text: string;
  html: string;
}

/** sent; refused: for good; later: not taken this time; unclear: nobody knows whether it arrived. */
export interface MailAnswer {
  answer: 'sent' | 'refused' | 'later' | 'unclear';
  /** What the server said, or what broke. */
  text: string;
}

export type SendMail = (mail: Mail) => Promise<MailAnswer>;

const SECOND = 1000;
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/** `smtps:` is TLS from the first byte, `smtp:` demands STARTTLS; only on this machine it may do without. */
export function optionsFrom(smtpUrl: string): SMTPTransportOptions {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isLoopback(url.hostname),
    ignoreTLS: isLoopback(url.hostname) && !secure,
    ...(url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 30 * SECOND, dnsTimeout: 5 * SECOND,
    disableFileAccess: true, disableUrlAccess: true,
  };
}

/** Sends through the server that this address names, a connection for each mail. */
export const smtpSender = (options: SMTPTransportOptions): SendMail => async (mail) => {
  const transport = createTransport(options);
  let handedOver = false;
  transport.use('stream', ({ message }, done) => {
    message.processFunc((body) => {
      const passed = new PassThrough();
      body.on('end', () => { handedOver = true; });
      body.on('error', (error) => passed.destroy(error));
      return body.pipe(passed);
    });
    done();
  });
  try {
    const { response } = await transport.sendMail({
      from: mail.from,
      to: mail.to.name === null ? mail.to.address : { name: mail.to.name, address: mail.to.address },
      messageId: `<${mail.messageId}>`, subject: mail.subject, text: mail.text, html: mail.html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return { answer: 'sent', text: response };
  } catch (error) {
    return answerOf(error, handedOver);
  } finally {
    transport.close();
  }
};

function answerOf(error: unknown, handedOver: boolean): MailAnswer {
  const { message, responseCode, code } = error as { message: string; responseCode?: number; code?: string };
  const text = [responseCode, code, message].filter((part) => part !== undefined).join(' ');
  if (responseCode !== undefined && responseCode >= 400) {
    // Wrong credentials are ours to mend, not a fault of this mail: it waits.
    const forGood = responseCode >= 500 && code !== 'EAUTH';
    return { answer: forGood ? 'refused' : 'later', text };
  }
  return { answer: handedOver ? 'unclear' : 'later', text };
}
