// Broken variants of functions, each with the one line missing that its test is about. Made by the login that
// migrates, in the database of one test, and put back where the test goes on with the real ones.
import type pg from 'pg';
import { one } from '../../support/cast.ts';

/** Replaces `find` by `put` in the body of a function; fails when the body has it not exactly once. */
export async function broken(migrator: pg.Client, name: string, find: string, put: string): Promise<void> {
  const { source } = await one<{ source: string }>(migrator, 'select pg_get_functiondef($1::regproc) as source', [name]);
  if (source.split(find).length !== 2) throw new Error(`${name} does not have "${find}" exactly once`);
  await migrator.query(source.replace(find, () => put));
}

/** Runs work with a function broken, and mends it. */
export async function whileBroken<T>(migrator: pg.Client, name: string, find: string, put: string, work: () => Promise<T>): Promise<T> {
  const { source } = await one<{ source: string }>(migrator, 'select pg_get_functiondef($1::regproc) as source', [name]);
  await broken(migrator, name, find, put);
  try {
    return await work();
  } finally {
    await migrator.query(source);
  }
}

/** The usual way to keep a cap, and the wrong one: count, then insert. */
export async function countThenInsert(migrator: pg.Client): Promise<void> {
  await migrator.query(`
    create function public.naive_take(p_user_id uuid, p_cap integer) returns uuid language plpgsql as $$
    declare
      v_slot uuid := gen_random_uuid();
    begin
      if public.count_active_calls(p_user_id) >= p_cap then
        return null;
      end if;
      insert into public.active_calls (id, user_id, call_type, started_at, phone_number)
      values (v_slot, p_user_id, 'direct', now(), v_slot::text);
      return v_slot;
    end $$;
    grant execute on function public.naive_take to app_definer`);
}
