// A small schema in which every rule of the generator has its case, in a database of its own.
import { buildModel } from '@callgres/db/generate/build-model';
import { type Catalog, readCatalog } from '@callgres/db/generate/catalog';
import type { Model } from '@callgres/db/generate/model';
import pg from 'pg';
import { inject } from 'vitest';
import { newDatabaseName } from '../../support/names.ts';
import { onServer, withClient } from '../../support/server.ts';

const SCHEMA = `
  create schema public;
  create schema api;
  create table public.agents (
    id uuid primary key,
    name varchar(255) not null,
    agent_type varchar(50) not null,
    constraint agents_agent_type_check check (agent_type in ('call', 'chat'))
  );
  create table public.calls (
    id uuid primary key,
    agent_id uuid references public.agents,
    status text not null,
    lane text not null,
    mood text,
    cost numeric(10, 2),
    tags text[] not null default '{}',
    ended_at timestamptz,
    constraint calls_status_check check (status in ('queued', 'in-progress', 'it''s over')),
    constraint calls_lane_check check (lane in ('direct')),
    constraint calls_mood_check check (mood <> 'bad'),
    constraint calls_cost_check check (cost >= 0)
  );
  create view api.calls as
    select c.id, c.status, c.lane, c.mood, c.cost, c.tags, c.ended_at,
      a.name as agent_name, a.agent_type, upper(c.status) as loud, upper(c.status) as shout, c.status || '' as status_again
    from public.calls c
    left join public.agents a on a.id = c.agent_id;
  comment on view api.calls is 'One row per call.';
  comment on column api.calls.shout is E'Louder.\\n@notNull';
  comment on column api.calls.status_again is E'The same.\\n@notNull\\n@words calls.status';
  create view api.agents as
    with named as (select a.id, a.agent_type from public.agents a)
    select n.id, n.agent_type from named n group by n.id, n.agent_type;
  create view api.call_details as
    select v.id, v.status, v.agent_name, v.shout from api.calls v;
  create view api.both as
    select a.id, a.agent_type from public.agents a union all select a.id, a.agent_type from public.agents a;

  create function api.list_calls(
      p_status text default null, p_ids uuid[] default '{}', p_limit integer default 50, p_now timestamptz default now())
    returns setof api.calls language sql stable as 'select c from api.calls c';
  comment on function api.list_calls is E'Lists calls.\\n@words p_status calls.status';
  create function api.start_call(p_agent_id uuid, p_first_call_time time, p_start_date date, p_at timestamptz, p_note text, p_now timestamptz default now())
    returns api.calls language sql volatile as 'select c from api.calls c';
  create function api.count_calls() returns integer language sql stable as 'select 1';
  comment on function api.count_calls is E'How many.\\n@notNull';
  create function api.last_status() returns text language sql stable as 'select ''queued''';
  comment on function api.last_status is E'The last.\\n@words calls.status';
  create function api.forget_calls() returns void language sql volatile as '';
  create function api.list_outcomes() returns table (status text, calls bigint) language sql stable as 'select ''queued'', 1::bigint';
  comment on function api.list_outcomes is E'Outcomes.\\n@notNull status\\n@words status calls.status';
  create function public.raise_things() returns void language plpgsql as $$
  begin
    -- raise sqlstate 'VC999' using message = 'in_a_comment', hint = 'Never.';
    raise sqlstate 'VC404' using
      message = 'call_not_found', detail = format('call %s, %s', 1, 2),
      hint = 'This call doesn''t exist.';
    perform public.add_job('call__sync', 1);
    perform public.add_job(p_task => 'agent__sync', p_payload => 1);
  exception when sqlstate 'VC409' then
    raise sqlstate 'VC404' using hint = 'This call doesn''t exist.', message = 'call_not_found';
  end $$;`;

export interface Scratch {
  /** The catalog of the fixture with further statements run on it. */
  catalogOf: (further?: string) => Promise<Catalog>;
  modelOf: (further?: string) => Promise<Model>;
  drop: () => Promise<void>;
}

/** An empty database; every reading builds the fixture in it anew. */
export async function scratchDatabase(adminUrl = inject('adminUrl')): Promise<Scratch> {
  const name = newDatabaseName();
  await withClient(adminUrl, (client) => client.query(`create database ${name} template template0`));
  const client = new pg.Client({ connectionString: onServer(adminUrl, { database: name }) });
  await client.connect();
  const catalogOf = async (further = ''): Promise<Catalog> => {
    await client.query('drop schema if exists api, public cascade');
    await client.query('set check_function_bodies = off');
    await client.query(`${SCHEMA}\n${further}`);
    return readCatalog(client);
  };
  return {
    catalogOf,
    modelOf: async (further) => buildModel(await catalogOf(further)),
    drop: async () => {
      await client.end();
      await withClient(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}
