// The outbox and the job that sends it, over real SMTP and through its failures.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withClient } from '../support/server.ts';
import { Browser, type Stage, aStage, aTenant, told } from './cast.ts';
import { type Post, aPost, failingServer, mailSettings } from './post.ts';
import { runJobs } from './run-jobs.ts';

let stage: Stage;
let post: Post;
beforeAll(async () => {
  stage = await aStage();
  post = await aPost(stage);
});
afterAll(async () => {
  await post[Symbol.asyncDispose]();
  await stage.end();
});
beforeEach(() => stage.sql.query('delete from public.email_outbox'));

const queue = async (to = `${randomUUID()}@example.test`, name: string | null = 'Ada', key: string = randomUUID()): Promise<{ id: string; to: string }> => {
  const id = randomUUID();
  await stage.sql.query('select public.queue_email($1, $2, $3, null, $4, $5, now())', [id, 'password_changed', key, to, name]);
  return { id, to };
};
const stateOf = async (id: string): Promise<unknown> =>
  (await stage.sql.query("select state, tries, unclear_tries, next_try_at - now() > interval '30 seconds' as waits, last_answer from public.email_outbox where id = $1", [id])).rows[0];
const send = (smtpUrl: string): Promise<void> => runJobs(stage.db.workerUrl, { mail: mailSettings(smtpUrl) });
/** Time passes: the mail is due again, and the schedule runs the job. */
const due = async (): Promise<void> => {
  await stage.sql.query("update public.email_outbox set next_try_at = now() - interval '1 second'");
  await stage.sql.query("select public.add_job('email__send', '{}', 'email__send')");
};

describe('a mail', () => {
  it('arrives once, as text and HTML, from us, with an id that stays', async () => {
    const { id, to } = await queue();
    const [mail, ...more] = await post.mailTo(to);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Your Callgres password was changed', messageId: `<${id}@callgres.example>`, from: { name: 'Callgres', address: 'no-reply@callgres.example' } });
    expect(mail?.text).toContain('Hello Ada,');
    expect(mail?.html).toContain('<a href="https://callgres.example/forgot">');
    expect(await stateOf(id)).toMatchObject({ state: 'sent', tries: 1 });
    expect(await post.mailTo(to)).toHaveLength(1);
  });

  it('is one, however often it becomes necessary', async () => {
    const key = randomUUID();
    const { to } = await queue(undefined, 'Ada', key);
    await queue(to, 'Ada', key);
    expect(await post.mailTo(to)).toHaveLength(1);
  });

  it('waits where there is no mail server', async () => {
    const { id } = await queue();
    await runJobs(stage.db.workerUrl);
    expect(await stateOf(id)).toMatchObject({ state: 'queued', tries: 0 });
  });

  it('shows markup in a name as text', async () => {
    const { to } = await queue(undefined, '<img src=x onerror=alert(1)>');
    const [mail] = await post.mailTo(to);
    expect(mail?.html).toContain('Hello &lt;img src=x onerror=alert(1)&gt;,');
  });

  it.each([
    ['a line break in the name', 'ada@example.test', 'Ada\r\nBcc: mallory@example.test'],
    ['a NUL-like character in the name', 'ada@example.test', 'Ada\u0001'],
    ['two recipients', 'ada@example.test,mallory@example.test', null],
    ['a line break in the address', 'ada@example.test\r\nRCPT TO:<mallory@example.test>', null],
    ['a name in the address', 'Ada <ada@example.test>', null],
  ])('with %s is refused by the database', async (_what, to, name) => {
    await expect(queue(to, name)).rejects.toMatchObject({ code: '23514' });
  });

  it('control: without the CHECK the database takes a line break, and the sender still makes one header of it', async () => {
    const check = 'check (to_name !~ \'[[:cntrl:]]\')';
    const asOwner = (text: string): Promise<unknown> => withClient(stage.db.ownerUrl, (client) => client.query(`set role app_owner; ${text}`));
    await asOwner('alter table public.email_outbox drop constraint email_outbox_name_is_one_line');
    try {
      const { to } = await queue(undefined, 'Ada\r\nBcc: mallory@example.test\r\n\r\nanother body');
      const [mail] = await post.mailTo(to);
      expect(mail?.bcc).toBeUndefined();
      expect(mail?.to).toHaveLength(1);
      expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc');
      expect(await post.mailTo('mallory@example.test')).toEqual([]);
    } finally {
      await stage.sql.query('delete from public.email_outbox');
      await asOwner(`alter table public.email_outbox add constraint email_outbox_name_is_one_line ${check}`);
    }
  });
});

describe('when the mail server fails, a mail', () => {
  it.each([
    ['greeting', '554 no', { state: 'failed' }],
    ['greeting', '421 busy', { state: 'queued', waits: true }],
    ['greeting', null, { state: 'queued', waits: true }],
    ['recipient', '550 unknown', { state: 'failed' }],
    ['recipient', '451 later', { state: 'queued', waits: true }],
    ['data', null, { state: 'queued', waits: true }],
    ['after the message', '554 refused', { state: 'failed' }],
    ['after the message', '452 full', { state: 'queued', waits: true }],
  ] as const)('at the %s (%s) is %o', async (at, answer, expected) => {
    await using server = await failingServer(at, answer);
    const { id } = await queue();
    await send(server.url);
    expect(await stateOf(id)).toMatchObject({ ...expected, tries: 1, unclear_tries: 0 });
  });

  it('that may have arrived is repeated once under the same id, and then left to a person', async () => {
    await using server = await failingServer('after the message', null);
    const { id } = await queue();
    for (let round = 0; round < 3; round++) {
      await send(server.url);
      await due();
    }
    expect(server.messages()).toBe(2);
    expect(await stateOf(id)).toMatchObject({ state: 'unknown', tries: 2, unclear_tries: 2 });
  });

  it('is shown to administrators until it has arrived, and to nobody else', async () => {
    const [gone, waits, arrived] = [await queue(), await queue(), await queue()];
    await stage.sql.query("update public.email_outbox set state = 'failed', tries = 3, last_answer = '550 unknown' where id = $1", [gone.id]);
    await stage.sql.query("update public.email_outbox set tries = 1, next_try_at = now() + interval '1 hour' where id = $1", [waits.id]);
    await post.mailTo(arrived.to);
    const admin = await aTenant(stage);
    await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
    const shown = await (await new Browser(stage.url).signIn(admin)).api.admin.stuckEmails.query({});
    expect(new Map(shown.map((mail) => [mail.to_email, [mail.state, mail.tries, mail.last_answer]]))).toEqual(new Map([[gone.to, ['failed', 3, '550 unknown']], [waits.to, ['queued', 1, null]]]));
    expect(await told((await new Browser(stage.url).signIn(await aTenant(stage))).api.admin.stuckEmails.query({}))).toMatchObject({ key: 'admin_only', httpStatus: 403 });
    const tab = await new Browser(stage.url).signIn(admin);
    await tab.api.admin.resendEmail.mutate({ emailId: gone.id });
    expect(await stateOf(gone.id)).toMatchObject({ state: 'queued' });
    expect(await post.mailTo(gone.to)).toHaveLength(1);
    for (const emailId of [gone.id, randomUUID()]) expect(await told(tab.api.admin.resendEmail.mutate({ emailId }))).toMatchObject({ key: 'email_not_stuck', httpStatus: 404 });
    expect((await stage.sql.query("select details from public.admin_audit_log where action = 'email_resent'")).rows).toEqual([{ details: { kind: 'password_changed' } }]);
  });

  it('arrives when the server is back', async () => {
    const { id, to } = await queue();
    await send('smtp://127.0.0.1:1');
    expect(await stateOf(id)).toMatchObject({ state: 'queued', waits: true });
    await due();
    expect(await post.mailTo(to)).toHaveLength(1);
  });

  it('is given up after a day', async () => {
    const { id } = await queue();
    await stage.sql.query("update public.email_outbox set created_at = now() - interval '25 hours' where id = $1", [id]);
    await send('smtp://127.0.0.1:1');
    expect(await stateOf(id)).toMatchObject({ state: 'failed' });
  });
});

describe('a sender that dies', () => {
  it('may have sent the mail: it is repeated once', async () => {
    const { id, to } = await queue();
    const take = () => stage.sql.query('select id from public.take_emails(5)');
    expect((await take()).rows).toEqual([{ id }]);
    expect((await take()).rows).toEqual([]);
    const dies = () => stage.sql.query("update public.email_outbox set lease_until = now() - interval '1 second'");
    await dies();
    expect((await take()).rows).toEqual([{ id }]);
    await dies();
    expect(await post.mailTo(to)).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: 'unknown', tries: 2 });
  });

  it('and comes back too late changes nothing', async () => {
    const { id, to } = await queue();
    await stage.sql.query('select id from public.take_emails(5)');
    await stage.sql.query("update public.email_outbox set lease_until = now() - interval '1 second'");
    await post.mailTo(to);
    expect((await stage.sql.query<{ state: string | null }>("select public.record_email_answer($1, 'refused', 'late') as state", [id])).rows[0]?.state).toBeNull();
    expect(await stateOf(id)).toMatchObject({ state: 'sent' });
  });

  it('shares the work with others: a mail is one sender\'s', async () => {
    const many = await Promise.all(Array.from({ length: 40 }, () => queue()));
    const taken = await Promise.all(Array.from({ length: 8 }, () => stage.sql.query<{ id: string }>('select id from public.take_emails(20)')));
    const ids = taken.flatMap(({ rows }) => rows.map((row) => row.id));
    expect(ids).toHaveLength(many.length);
    expect(new Set(ids).size).toBe(many.length);
  });
});
