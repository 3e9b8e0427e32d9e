// Sends the mail that is due. SQL says what is due and what becomes of it; without a mail server it stays in the outbox.
import { z } from 'zod';
import { mailOf, outboxRow } from '../mail/letters.ts';
import { type Job, isStopping } from './run-function.ts';

const AT_ONCE = 5;

export const task: Job = async (_payload, helpers, { mail }) => {
  if (mail === undefined) return 'there is no mail server (SMTP_URL)';
  const answers: Record<string, number> = {};
  while (!isStopping(helpers)) {
    const { rows } = await helpers.query('select id, kind, to_email, to_name, facts from public.take_emails($1)', [AT_ONCE]);
    const due = z.array(outboxRow).parse(rows);
    if (due.length === 0) break;
    await Promise.all(due.map(async (row) => {
      const { answer, text } = await mail.send(mailOf(row, mail));
      answers[answer] = (answers[answer] ?? 0) + 1;
      await helpers.query('select public.record_email_answer($1, $2, $3)', [row.id, answer, text]);
    }));
  }
  return Object.entries(answers).map(([answer, count]) => `${String(count)} ${answer}`).join(', ') || 'nothing to send';
};
