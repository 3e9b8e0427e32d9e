// Broken variants of functions, each with the one line missing that its test is about. Made by the login that
// migrates, in the database of one test, and put back where the test goes on with the real ones.
import type pg from 'pg';
import { one } from '../../support/cast.ts';

type Change = readonly [find: string, put: string];

/** Replaces texts in the body of a function; fails when one is not there exactly once. */
export async function broken(migrator: pg.Client, name: string, changes: readonly Change[]): Promise<{ mend: () => Promise<void> }> {
  const { source } = await one<{ source: string }>(migrator, 'select pg_get_functiondef($1::regproc) as source', [name]);
  let changed = source;
  for (const [find, put] of changes) {
    if (changed.split(find).length !== 2) throw new Error(`${name} does not have "${find}" exactly once`);
    changed = changed.replace(find, () => put);
  }
  await migrator.query(changed);
  return { mend: async () => { await migrator.query(source); } };
}

/** Does work while a function is broken, and mends it. */
export async function whileBroken<T>(migrator: pg.Client, name: string, changes: readonly Change[], work: () => Promise<T>): Promise<T> {
  const { mend } = await broken(migrator, name, changes);
  try {
    return await work();
  } finally {
    await mend();
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
