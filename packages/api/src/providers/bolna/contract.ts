// The provider's contract as both sides see it: the client reads answers through these schemas, the simulator
// reads requests through them, and neither shares anything else. Every object is loose: the provider promises
// nothing about keys it does not list, so an unknown key is kept and an absent optional one is no error.
import { z } from 'zod';

const text = z.string().min(1);
/** Ids are uuids today, one documented sample shows an integer: text keeps both. */
const id = z.union([text, z.int()]).transform(String);
const instant = z.string();

export const callRequest = z.looseObject({
  agent_id: text,
  recipient_phone_number: text,
  from_phone_number: text.nullish(),
  user_data: z.record(z.string(), z.unknown()).nullish(),
  scheduled_at: text.nullish(),
  retry_config: z.looseObject({ enabled: z.boolean().nullish() }).nullish(),
  bypass_call_guardrails: z.boolean().nullish(),
});
export type CallRequest = z.input<typeof callRequest>;

export const callAnswer = z.looseObject({
  execution_id: id,
  status: z.string().nullish(),
  message: z.string().nullish(),
});

export const stopAnswer = z.looseObject({ status: z.string(), execution_id: id.nullish(), message: z.string().nullish() });
export const stopAgentAnswer = z.looseObject({ stopped_executions: z.array(id) });

const telephonyData = z.looseObject({
  // A string of digits, and sometimes a number.
  duration: z.union([z.string(), z.number()]).nullish(),
  to_number: z.string().nullish(),
  from_number: z.string().nullish(),
  recording_url: z.string().nullish(),
  call_type: z.string().nullish(),
  provider: z.string().nullish(),
  hangup_by: z.string().nullish(),
  hangup_reason: z.string().nullish(),
});

/** One extracted value: numbers come as strings, "" is nothing found, "null" not applicable. */
export const extractionResult = z.looseObject({
  subjective: z.string().nullish(),
  objective: z.string().nullish(),
  confidence: z.number().min(0).max(1).nullish(),
  confidence_label: z.string().nullish(),
  validation: z.looseObject({ is_valid: z.boolean() }).nullish(),
});

/** The execution: answer of GET /executions/{id} and body of every webhook; early ones carry nulls and zeros. */
export const execution = z.looseObject({
  id,
  agent_id: id,
  status: z.string(),
  error_message: z.string().nullish(),
  conversation_duration: z.number().nullish(),
  total_cost: z.number().nullish(),
  answered_by_voice_mail: z.boolean().nullish(),
  transcript: z.string().nullish(),
  summary: z.string().nullish(),
  extracted_data: z.record(z.string(), z.record(z.string(), extractionResult.nullable()).nullable()).nullish(),
  telephony_data: telephonyData.nullish(),
  context_details: z
    .looseObject({ recipient_data: z.record(z.string(), z.unknown()).nullish(), recipient_phone_number: z.string().nullish() })
    .nullish(),
  created_at: instant,
  updated_at: instant,
});

/** A row of the listing: a trimmed projection, so every candidate costs one GET /executions/{id}. */
export const executionRow = z.looseObject({
  id,
  status: z.string(),
  created_at: instant,
  conversation_duration: z.number().nullish(),
  telephony_data: telephonyData.nullish(),
});
export const executionPage = z.looseObject({
  data: z.array(executionRow),
  has_more: z.boolean(),
  total: z.number().nullish(),
  page_number: z.number().nullish(),
  page_size: z.number().nullish(),
});
export type ExecutionPage = z.output<typeof executionPage>;

/** The longest window and the largest page the listing takes. */
export const listLimits = { windowMs: 7 * 24 * 60 * 60 * 1000, pageSize: 50 } as const;

const task = z.looseObject({
  task_type: text,
  task_config: z.looseObject({ call_terminate: z.number().positive().nullish() }).nullish(),
});
const agentConfig = z.looseObject({
  agent_name: text,
  agent_type: z.string().nullish(),
  agent_welcome_message: z.string().nullish(),
  webhook_url: z.string().nullish(),
  tasks: z.array(task),
});
const agentPrompts = z.record(z.string(), z.unknown());
export const agentRequest = z.looseObject({ agent_config: agentConfig, agent_prompts: agentPrompts.nullish() });
export type AgentRequest = z.input<typeof agentRequest>;
export const agentPatch = z.looseObject({
  agent_config: agentConfig.partial().nullish(),
  agent_prompts: agentPrompts.nullish(),
});
/** 201 with `state` live, 200 with `status` on paper: any 2xx will do, only the id is read. */
export const agentAnswer = z.looseObject({ agent_id: id });
export const agent = z.looseObject({
  id,
  agent_name: z.string(),
  agent_status: z.string().nullish(),
  webhook_url: z.string().nullish(),
  created_at: instant.nullish(),
});
export const agentList = z.array(agent);
export type Agent = z.output<typeof agent>;

export const user = z.looseObject({
  id,
  wallet: z.number(),
  concurrency: z.looseObject({ max: z.number(), current: z.number() }),
});
export type User = z.output<typeof user>;

export const phoneNumberList = z.array(
  z.looseObject({ id, phone_number: z.string(), agent_id: id.nullish(), telephony_provider: z.string().nullish() }),
);

/**
 * The provider's own words in an answer, or null. Refusals come in three shapes, `{message}`, `{detail}` and
 * `{error}`, read in that order; whatever is no text (a list of field errors, a number) is passed on as JSON.
 */
export function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  for (const key of ['message', 'detail', 'error'] as const) {
    const value: unknown = Reflect.get(body, key);
    if (value === undefined || value === null || value === '') continue;
    return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 1000);
  }
  return null;
}
