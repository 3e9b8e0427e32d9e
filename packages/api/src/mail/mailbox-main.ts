// The demo's mailbox as a program.
import { readConfig } from '@callgres/shared/config';
import { describeError } from '@callgres/shared/plain-error';
import { join } from 'node:path';
import { MAIL_FOLDER, startMailbox } from './mailbox.ts';

try {
  const config = readConfig(process.env, ['MAILBOX_PORT', 'MAILBOX_SMTP_PORT', 'DATA_DIR']);
  const mailbox = await startMailbox({ folder: join(config.DATA_DIR, MAIL_FOLDER), smtpPort: config.MAILBOX_SMTP_PORT, pagePort: config.MAILBOX_PORT });
  console.log(`Demo mailbox on ${mailbox.pageUrl}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void mailbox.stop().then(() => process.exit(0)));
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
