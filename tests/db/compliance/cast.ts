// Ada and Bo with sessions, whose calls are kept back by the law alone.
import pg from 'pg';
import { aStage, aTenant, sha256, type Stage, type Tenant } from '../../properties/stage.ts';

export interface LawStage extends Stage {
  ada: Tenant;
  bo: Tenant;
  /** One statement as a signed-in tenant, in a transaction of its own. */
  as: <T = Record<string, unknown>>(who: Tenant, text: string, values?: unknown[]) => Promise<T[]>;
}

export async function aLawStage(): Promise<LawStage> {
  const stage = await aStage();
  const api = new pg.Pool({ connectionString: stage.db.apiUrl, max: 2 });
  await stage.sql.query("update public.system_config set value = '100' where key in ('dial.tenant_max_concurrent', 'dial.system_max_concurrent')");
  await stage.sql.query("update public.system_config set value = '0' where key = 'dial.rate_per_second'");
  const [ada, bo] = [await aTenant(stage.sql), await aTenant(stage.sql)];
  for (const { id } of [ada, bo]) await stage.sql.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, $2, now() + interval '1 day')", [id, sha256(id)]);
  return {
    ...stage, ada, bo, as: (who, text, values = []) => asTenant(api, who, text, values),
    end: async () => {
      await api.end();
      await stage.end();
    },
  };
}

async function asTenant<T>(api: pg.Pool, who: Tenant, text: string, values: unknown[]): Promise<T[]> {
  const client = await api.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('role', 'app_user', true), set_config('app.session_token', $1, true)", [who.id]);
    const { rows } = await client.query<Record<string, unknown>>(text, values);
    await client.query('commit');
    return rows as T[];
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
