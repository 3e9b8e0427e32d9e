// How a name of SQL is written in TypeScript.

export const camelCase = (name: string): string => name.replace(/_+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

export const pascalCase = (name: string): string => camelCase(`_${name}`);

/** One row of it: `call_campaigns` is a `call_campaign`, `provider_statuses` a `provider_status`. */
export function singular(name: string): string {
  if (/(ics|ss|us|is|news)$/.test(name)) return name;
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  if (/(ss|us|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return name.endsWith('s') ? name.slice(0, -1) : name;
}

/** `calls.status` is `callStatus`; what the column repeats of the table is not said twice (`agents.agent_type`: `agentType`). */
export function vocabularyName(table: string, column: string): string {
  const row = singular(table);
  return camelCase(column.startsWith(`${row}_`) ? column : `${row}_${column}`);
}

/** `api.campaigns` is `campaignRow`. */
export const rowName = (view: string): string => `${camelCase(singular(view))}Row`;

/** `p_first_call_time` is `firstCallTime`. */
export const argumentKey = (parameter: string): string => camelCase(parameter.replace(/^p_/, ''));
