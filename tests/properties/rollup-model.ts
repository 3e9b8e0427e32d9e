// What the rollups have to say, counted in TypeScript from the bare rows of calls and leads: nothing of the database's
// own arithmetic is used, neither its measures nor its time zones.
import type pg from 'pg';

interface Call { agent_id: string; user_id: string; at: Date; status: string; started_at: Date | null; duration_seconds: number | null; credits: number; call_source: string | null; zone: string; local_date: string; local_hour: number }
interface Lead extends Record<string, unknown> { agent_id: string; user_id: string; local_date: string; local_hour: number; qualification_status: string | null; call_date: string; call_hour: number }

const NAMES = ['engagement', 'intent', 'urgency', 'budget', 'fit'] as const;
const REQUESTS = ['cta_pricing_clicks', 'cta_demo_clicks', 'cta_followup_clicks', 'cta_sample_clicks', 'cta_human_escalations'] as const;

type Cell = Record<string, number>;

const rounded = (value: number): number => Math.round(value * 100 + 1e-7) / 100;
const percent = (part: number, of: number): number => (of > 0 ? rounded((100 * part) / of) : 0);

class Sums {
  readonly cells = new Map<string, Cell>();

  add(agent: string, date: string, hour: number, measures: Cell): void {
    for (const key of [`${agent} ${date} ${String(hour)}`, `${agent} ${date} day`]) {
      const cell = this.cells.get(key) ?? {};
      for (const [name, value] of Object.entries(measures)) cell[name] = (cell[name] ?? 0) + value;
      this.cells.set(key, cell);
    }
  }
}

const ofCall = (call: Call): Cell => ({
  total_calls: 1, successful_calls: call.status === 'completed' ? 1 : 0, failed_calls: ['failed', 'busy', 'no-answer'].includes(call.status) ? 1 : 0,
  answered_calls: call.started_at ? 1 : 0, seconds: call.duration_seconds ?? 0, credits_used: call.credits,
  phone_calls: call.call_source === 'phone' ? 1 : 0, internet_calls: call.call_source === 'internet' ? 1 : 0,
});

function ofLead(lead: Lead): Cell {
  const known = NAMES.map((name) => lead[`${name}_score`] as string | null).filter((score) => score !== null).map(Number);
  const total = known.length > 0 ? rounded(known.reduce((sum, score) => sum + score, 0) / known.length) : null;
  const cell: Cell = { leads_generated: 1, qualified_leads: lead.qualification_status === 'qualified' ? 1 : 0 };
  for (const name of [...NAMES, 'total']) {
    const score = name === 'total' ? total : (lead[`${name}_score`] as string | null);
    cell[`${name} sum`] = score === null ? 0 : Number(score);
    cell[`${name} count`] = score === null ? 0 : 1;
  }
  for (const name of REQUESTS) cell[name] = lead[name] as number;
  cell['asked'] = REQUESTS.some((name) => (lead[name] as number) > 0) ? 1 : 0;
  return cell;
}

function withRatios(cell: Cell): Cell {
  const of = (name: string): number => cell[name] ?? 0;
  const row: Cell = {};
  for (const name of ['total_calls', 'successful_calls', 'failed_calls', 'leads_generated', 'qualified_leads', 'credits_used', 'phone_calls', 'internet_calls', ...REQUESTS]) row[name] = of(name);
  row['total_duration_minutes'] = Math.round(of('seconds') / 60);
  row['avg_duration_minutes'] = of('answered_calls') > 0 ? rounded(of('seconds') / 60 / of('answered_calls')) : 0;
  row['conversion_rate'] = percent(of('qualified_leads'), of('leads_generated'));
  for (const name of [...NAMES, 'total']) row[`avg_${name}_score`] = of(`${name} count`) > 0 ? rounded(of(`${name} sum`) / of(`${name} count`)) : 0;
  row['cost_per_lead'] = of('leads_generated') > 0 ? rounded(of('credits_used') / of('leads_generated')) : 0;
  row['success_rate'] = percent(of('successful_calls'), of('total_calls'));
  row['answer_rate'] = percent(of('answered_calls'), of('total_calls'));
  row['total_cta_interactions'] = REQUESTS.reduce((sum, name) => sum + of(name), 0);
  row['cta_conversion_rate'] = Math.min(100, percent(of('asked'), of('total_calls')));
  return row;
}

/** Day and hour of an instant in a zone, by the time-zone tables of the JavaScript engine. */
export function localDayAndHour(at: Date, zone: string): { date: string; hour: number } {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' }).formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return { date: `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`, hour: Number(parts['hour']) };
}

const NO_DAY: Readonly<Cell> = Object.fromEntries([
  'total_calls', 'successful_calls', 'total_agents', 'total_leads', 'qualified_leads', 'credits_used', 'answered_calls', 'phone_calls', 'internet_calls',
  'total_duration_seconds', 'total_score_sum', 'total_score_count',
].map((name) => [name, 0]));

/** Cells of agent_analytics and user_analytics that are not what calls and leads amount to, in words. A missing row counts as zeros. */
export async function differingCells(sql: pg.ClientBase, stampsAreRight: boolean): Promise<{ cells: number; differences: string[] }> {
  const calls = await sql.query<Call>(
    `select c.agent_id, c.user_id, c.created_at as at, c.status, c.started_at, c.duration_seconds, c.credits, c.call_source, u.location as zone, c.local_date::text, c.local_hour
     from public.calls c join public.users u on u.id = c.user_id`,
  );
  const leads = await sql.query<Lead>(
    `select l.*, l.local_date::text as local_date, c.local_date::text as call_date, c.local_hour as call_hour
     from public.lead_analytics l join public.calls c on c.id = l.call_id`,
  );
  const agents = new Sums();
  const differences: string[] = [];
  for (const call of calls.rows) {
    const { date, hour } = localDayAndHour(call.at, call.zone);
    if (stampsAreRight && (date !== call.local_date || hour !== call.local_hour)) differences.push(`call at ${call.at.toISOString()} in ${call.zone}: ${call.local_date} ${String(call.local_hour)} instead of ${date} ${String(hour)}`);
    agents.add(call.agent_id, call.local_date, call.local_hour, ofCall(call));
  }
  for (const lead of leads.rows) {
    if (lead.local_date !== lead.call_date || lead.local_hour !== lead.call_hour) differences.push(`lead under ${lead.local_date} ${String(lead.local_hour)}, its call under ${lead.call_date} ${String(lead.call_hour)}`);
    agents.add(lead.agent_id, lead.local_date, lead.local_hour, ofLead(lead));
  }

  const owners = new Map((await sql.query<{ id: string; user_id: string }>('select id, user_id from public.agents')).rows.map((row) => [row.id, row.user_id]));
  const users = new Map<string, Cell>();
  for (const [key, cell] of agents.cells) {
    const [agent, date, hour] = key.split(' ');
    if (hour !== 'day' || agent === undefined || date === undefined) continue;
    const day = users.get(`${owners.get(agent) ?? ''} ${date}`) ?? { ...NO_DAY };
    const add = (name: string, value: number | undefined): void => { day[name] = (day[name] ?? 0) + (value ?? 0); };
    for (const name of ['total_calls', 'successful_calls', 'qualified_leads', 'credits_used', 'answered_calls', 'phone_calls', 'internet_calls']) add(name, cell[name]);
    add('total_duration_seconds', cell['seconds']);
    add('total_score_sum', cell['total sum']);
    add('total_score_count', cell['total count']);
    add('total_leads', cell['leads_generated']);
    add('total_agents', (cell['total_calls'] ?? 0) > 0 ? 1 : 0);
    users.set(`${owners.get(agent) ?? ''} ${date}`, day);
  }

  const written = await sql.query<Record<string, unknown>>("select a.*, a.agent_id || ' ' || a.date || ' ' || coalesce(a.hour::text, 'day') as key from public.agent_analytics a");
  const days = await sql.query<Record<string, unknown>>("select a.*, a.user_id || ' ' || a.date as key from public.user_analytics a");
  const right = new Map([...agents.cells].map(([key, cell]) => [key, withRatios(cell)]));
  const compared = [compare(right, written.rows, withRatios({})), compare(users, days.rows, NO_DAY)];
  return { cells: compared.reduce((sum, { cells }) => sum + cells, 0), differences: [...differences, ...compared.flatMap((result) => result.differences)] };
}

function compare(right: ReadonlyMap<string, Cell>, written: readonly Record<string, unknown>[], nothing: Cell): { cells: number; differences: string[] } {
  const differences: string[] = [];
  const rows = new Map(written.map((row) => [String(row['key']), row]));
  if (rows.size < written.length) differences.push('two rows have one key');
  let cells = 0;
  for (const key of new Set([...right.keys(), ...rows.keys()]))
    for (const [name, value] of Object.entries(right.get(key) ?? nothing)) {
      cells++;
      const found = Number(rows.get(key)?.[name] ?? 0);
      // A mean that ends exactly in half a hundredth may round either way in binary fractions.
      if (Math.abs(found - value) > (Number.isInteger(value) && !name.startsWith('avg') ? 0 : 0.0101)) differences.push(`${key} ${name}: ${String(found)} instead of ${String(value)}`);
    }
  return { cells, differences };
}
