import { crontab, schedules } from '@callgres/api/jobs/crontab';
import { jobs } from '@callgres/api/jobs/index';
import { recorded } from '@callgres/api/jobs/run-function';
import { jobNames } from '@callgres/shared';
import { type JobHelpers, parseCrontab } from 'graphile-worker';
import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Stage, aNumber, aStage, aTenant, anAgent, contacts, told } from '../api/cast.ts';
import { runJobs } from '../api/run-jobs.ts';

const files = readdirSync(new URL('../../packages/api/src/jobs', import.meta.url)).filter((name) => name.includes('__')).map((name) => name.replace('.ts', ''));

describe('the jobs', () => {
  it('are the files that are named like tasks', () => {
    expect(Object.keys(jobs).sort()).toEqual(files.sort());
  });

  it('have a task for everything that SQL enqueues and the schedule names', () => {
    const scheduled = parseCrontab(crontab).map((item) => item.task);
    expect(new Set([...jobNames, ...scheduled])).toEqual(new Set(files));
  });
});

describe('each scheduled job', () => {
  let stage: Stage;
  let worker: pg.Client;
  beforeAll(async () => {
    stage = await aStage();
    worker = new pg.Client({ connectionString: stage.db.workerUrl });
    await worker.connect();
  });
  afterAll(async () => {
    await worker.end();
    await stage.end();
  });

  it.each(parseCrontab(crontab).map((item) => item.task))('runs: %s', async (task) => {
    await worker.query('select graphile_worker.add_job($1)', [task]);
    await runJobs(stage.db.workerUrl);
  });

  it('deletes what is over and nothing else', async () => {
    const tenant = await aTenant(stage);
    await stage.sql.query(
      `insert into public.user_sessions (user_id, token, expires_at)
       select $1, encode(sha256(n::text::bytea), 'hex'), now() + n * interval '1 hour' from generate_series(-2, 2) as n where n <> 0`, [tenant.id]);
    await stage.sql.query("insert into public.ui_events (user_id, topic, created_at) values ($1, 'calls', now() - interval '1 day'), ($1, 'calls', now())", [tenant.id]);
    await worker.query("select graphile_worker.add_job('session__cleanup'), graphile_worker.add_job('ui_event__purge')");
    await runJobs(stage.db.workerUrl);
    const { rows } = await stage.sql.query<{ sessions: number; events: number }>(
      'select (select count(*) from public.user_sessions where user_id = $1)::int as sessions, (select count(*) from public.ui_events where user_id = $1)::int as events', [tenant.id]);
    expect(rows[0]).toEqual({ sessions: 2, events: 1 });
  });

  it('cancels the people of a cancelled campaign, in portions', async () => {
    const tenant = await aTenant(stage);
    const agent = await anAgent(stage, tenant);
    const tab = await new Browser(stage.url).signIn(tenant);
    await contacts(stage, tenant, [1, 2, 3, 4].map(aNumber));
    const { id: campaignId } = await tab.api.campaigns.create.mutate({ name: 'x', agentId: agent.id, nextAction: 'x', firstCallTime: '00:00', lastCallTime: '24:00', startDate: '2020-01-01' });
    await tab.api.campaigns.addContacts.mutate({ campaignId });
    await tab.api.campaigns.launch.mutate({ campaignId });
    await tab.api.campaigns.cancel.mutate({ campaignId });
    await runJobs(stage.db.workerUrl);
    expect(await tab.api.campaigns.byId.query({ campaignId })).toMatchObject({ status: 'cancelled', people_cancelled: 4, people_waiting: 0 });
  });
});

describe('the last run of a job', () => {
  let stage: Stage;
  let worker: pg.Client;
  beforeAll(async () => {
    stage = await aStage();
    worker = new pg.Client({ connectionString: stage.db.workerUrl });
    await worker.connect();
    await worker.query('select public.announce_jobs($1)', [JSON.stringify({ ...Object.fromEntries(Object.keys(jobs).map((name) => [name, schedules.get(name) ?? null])), gone: '* * * * *' })]);
    await worker.query('select public.announce_jobs($1)', [JSON.stringify(Object.fromEntries(Object.keys(jobs).map((name) => [name, schedules.get(name) ?? null])))]);
  });
  afterAll(async () => {
    await worker.end();
    await stage.end();
  });
  const asAdmin = async (): Promise<Browser> => {
    const admin = await aTenant(stage);
    await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
    return new Browser(stage.url).signIn(admin);
  };

  it('is seen by an administrator, with schedule, duration and result', async () => {
    await worker.query("select graphile_worker.add_job('session__cleanup'), graphile_worker.add_job('call__analyse')");
    await runJobs(stage.db.workerUrl);
    const listed = await (await asAdmin()).api.admin.jobs.query();
    expect(listed.map((job) => job.task)).toEqual(Object.keys(jobs).sort());
    expect(listed.find((job) => job.task === 'session__cleanup')).toMatchObject({ schedule: '0 * * * *', last_result: '0', last_error: null, runs: 1, failures: 0 });
    expect(listed.find((job) => job.task === 'call__analyse')).toMatchObject({ schedule: '*/5 * * * *', last_result: '1 step', runs: 1 });
    expect(listed.find((job) => job.task === 'call__restamp')).toMatchObject({ schedule: null, last_started_at: null, runs: 0 });
    const ran = listed.find((job) => job.task === 'session__cleanup');
    expect(Date.now() - Date.parse(ran?.last_started_at ?? '')).toBeLessThan(60_000);
    expect(ran?.last_duration_ms).toBeGreaterThanOrEqual(0);
  });

  it('says why it failed, and the failure stays one for graphile-worker', async () => {
    const helpers = { query: worker.query.bind(worker), abortSignal: new AbortController().signal } as unknown as JobHelpers;
    await expect(recorded('ui_event__purge', () => Promise.reject(new Error('the disk is full')))({}, helpers)).rejects.toThrow('the disk is full');
    expect((await (await asAdmin()).api.admin.jobs.query()).find((job) => job.task === 'ui_event__purge')).toMatchObject({ last_error: 'the disk is full', last_result: null, runs: 1, failures: 1 });
  });

  it('is nobody else\'s business', async () => {
    const tab = await new Browser(stage.url).signIn(await aTenant(stage));
    expect(await told(tab.api.admin.jobs.query())).toMatchObject({ httpStatus: 403, key: 'admin_only' });
  });
});
