// An import by the functions of the product: announced, staged as the upload does it, merged as the job does it.
import type pg from 'pg';
import type { Counts, Line, Person, Policy, World } from './merge-model.ts';

export const TOKEN = 'token of ada';

/** A tenant with a session, people and opt-outs, inside the open transaction of a connection acting as app_definer. */
export async function aTenantWith(client: pg.ClientBase, world: World): Promise<string> {
  const { rows } = await client.query<{ id: string }>("insert into public.users (email, name) values ('ada@test.example', 'Ada') returning id");
  const id = rows[0]?.id ?? '';
  await client.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, encode(sha256(convert_to($2, 'UTF8')), 'hex'), now() + interval '1 day')", [id, TOKEN]);
  await client.query("select set_config('app.session_token', $1, true)", [TOKEN]);
  await client.query(
    `insert into public.contacts (user_id, name, phone_number, email, company, tags, deleted_at)
     select $1, p->>'name', p->>'number', p->>'email', p->>'company', array(select jsonb_array_elements_text(p->'tags')), case when (p->>'deleted')::boolean then now() end
     from jsonb_array_elements($2::jsonb) p`,
    [id, JSON.stringify(world.people)],
  );
  await client.query('insert into public.do_not_call (user_id, phone_number) select $1, n from unnest($2::text[]) n', [id, world.optedOut]);
  return id;
}

/** Announces and stages a file; it waits to be merged. */
export async function stageFile(client: pg.ClientBase, lines: readonly Line[], tags: readonly string[], policy: Policy, review = false): Promise<string> {
  const begun = await client.query<{ id: string }>("select i.id from api.begin_contact_import('people.csv', repeat('0', 64), $1, $2) i", [tags, policy]);
  const id = begun.rows[0]?.id ?? '';
  await client.query(
    `insert into api.contact_import_rows (import_id, line_number, name, phone_number, email, company, parse_error)
     select $1, (l.place + 1)::integer, l.line->>'name', l.line->>'phone', l.line->>'email', l.line->>'company', l.line->>'parseError'
     from jsonb_array_elements($2::jsonb) with ordinality as l (line, place)`,
    [id, JSON.stringify(lines)],
  );
  await client.query('select api.finish_contact_import($1, $2, p_review => $3)', [id, lines.length, review]);
  return id;
}

/** Merges the next chunk; false when the import is over. */
export async function mergeChunk(client: pg.ClientBase, id: string): Promise<boolean> {
  return (await client.query<{ more: boolean }>('select public.merge_contact_import_chunk($1) as more', [id])).rows[0]?.more === true;
}

/** Merges all; returns in how many chunks. */
export async function mergeAll(client: pg.ClientBase, id: string): Promise<number> {
  let chunks = 0;
  while (await mergeChunk(client, id)) chunks++;
  return chunks;
}

export const inChunksOf = (client: pg.ClientBase, lines: number): Promise<unknown> =>
  client.query("update public.system_config set value = $1 where key = 'import.chunk_lines'", [String(lines)]);

export async function accounting(client: pg.ClientBase, id: string): Promise<{ status: string; lines_read: number; counts: Counts }> {
  const found = await client.query<{ status: string; lines_read: number } & Counts>(
    'select i.status, i.lines_read, i.inserted, i.updated, i.unchanged, i.duplicate_in_file, i.rejected, i.suppressed, i.blank from public.contact_imports i where i.id = $1', [id]);
  const { status, lines_read, ...counts } = found.rows[0] ?? { status: '', lines_read: -1, inserted: 0, updated: 0, unchanged: 0, duplicate_in_file: 0, rejected: 0, suppressed: 0, blank: 0 };
  return { status, lines_read, counts };
}

export async function people(client: pg.ClientBase): Promise<Person[]> {
  const found = await client.query<Person>(
    'select c.phone_number as number, c.name, c.email, c.company, c.tags, c.deleted_at is not null as deleted from public.contacts c order by c.phone_number collate "C"');
  return found.rows;
}
