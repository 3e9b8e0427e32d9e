import { crontab } from '@callgres/api/jobs/crontab';
import { jobs } from '@callgres/api/jobs/index';
import { jobNames } from '@callgres/shared';
import { parseCrontab } from 'graphile-worker';
import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, aStage, aTenant, anAgent } from '../api/cast.ts';
import { runTaskListOnce } from '../api/run-jobs.ts';

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
    await runTaskListOnce(stage.db.workerUrl, jobs);
  });

  it('deletes what is over and nothing else', async () => {
    const tenant = await aTenant(stage);
    await stage.sql.query(
      `insert into public.user_sessions (user_id, token, expires_at)
       select $1, encode(sha256(n::text::bytea), 'hex'), now() + n * interval '1 hour' from generate_series(-2, 2) as n where n <> 0`, [tenant.id]);
    await stage.sql.query("insert into public.ui_events (user_id, topic, created_at) values ($1, 'calls', now() - interval '1 day'), ($1, 'calls', now())", [tenant.id]);
    await worker.query("select graphile_worker.add_job('session__cleanup'), graphile_worker.add_job('ui_event__purge')");
    await runTaskListOnce(stage.db.workerUrl, jobs);
    const { rows } = await stage.sql.query<{ sessions: number; events: number }>(
      'select (select count(*) from public.user_sessions where user_id = $1)::int as sessions, (select count(*) from public.ui_events where user_id = $1)::int as events', [tenant.id]);
    expect(rows[0]).toEqual({ sessions: 2, events: 1 });
  });

  it('cancels the people of a cancelled campaign, in portions', async () => {
    const tenant = await aTenant(stage);
    const agent = await anAgent(stage, tenant);
    const { Browser, contacts, aNumber } = await import('../api/cast.ts');
    const tab = await new Browser(stage.url).signIn(tenant);
    await contacts(stage, tenant, [1, 2, 3, 4].map(aNumber));
    const { id: campaignId } = await tab.api.campaigns.create.mutate({ name: 'x', agentId: agent.id, nextAction: 'x', firstCallTime: '00:00', lastCallTime: '24:00', startDate: '2020-01-01' });
    await tab.api.campaigns.addContacts.mutate({ campaignId });
    await tab.api.campaigns.launch.mutate({ campaignId });
    await tab.api.campaigns.cancel.mutate({ campaignId });
    await runTaskListOnce(stage.db.workerUrl, jobs);
    expect(await tab.api.campaigns.byId.query({ campaignId })).toMatchObject({ status: 'cancelled', people_cancelled: 4, people_waiting: 0 });
  });
});
