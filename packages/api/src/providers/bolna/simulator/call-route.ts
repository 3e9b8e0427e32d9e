// POST /call: check, draw the fault, place, answer. The two halves are apart, because whether a call was placed and
// what the client learns of it are two different questions; that is what the simulator is for.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { callRequest } from '../contract.ts';
import { between, drawsOf, type Draw } from './draws.ts';
import { attemptOf, type Call } from './exchange.ts';
import { answerFaults, callQuirks, drawFault, faultPlaces, type AnswerFault } from './faults.ts';
import type { Outcome } from './life-cycle.ts';
import { invalid, malformed, notFound, Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Numbers kept free for fiction: nobody can be rung by them, whichever host they are sent to. */
const fictional = /^(\+1[2-9]\d{2}55501\d{2}|\+447700900\d{3})$/;

export function addCallRoute(app: FastifyInstance, worldNow: () => World): void {
  app.post('/call', async (request, reply) => {
    const world = worldNow();
    const { agent, recipient, body } = check(world, request.body);
    const ordinal = world.exchange.nextOrdinal(agent.id, recipient);
    const draw = drawsOf(world.seed, agent.id, recipient, ordinal);
    const scripted = scriptedFor(world, recipient, ordinal);
    const fault = answerFaults.find((name) => name === scripted) ?? drawFault(draw('fault'), answerFaults, world.faults);

    const userData = body.user_data ?? null;
    const [shortest, longest] = world.settings.listingDelayMs;
    const call = fault === null || faultPlaces(fault)
      ? world.exchange.place({
          seed: world.seed, agent, recipient, ordinal, userData,
          fromNumber: body.from_phone_number ?? null,
          scheduledAt: scheduledAt(world, body.scheduled_at),
          visibleAfterMs: between(draw('visible'), shortest, longest),
          forced: isOutcome(scripted) ? scripted : null,
          quirks: callQuirks.filter((quirk) => draw(quirk) < (world.faults[quirk] ?? 0)),
        })
      : null;
    world.amend(request.raw, { recipient, ordinal, fault, attemptId: attemptOf(userData), executionId: call?.record.id ?? null });
    await beforeAnswer(world, call, draw);
    return fault === null ? answerOf(call) : misbehave(fault, call, reply, world.settings.slowBodyMs);
  });
}

function check(world: World, input: unknown) {
  const parsed = callRequest.safeParse(input);
  if (!parsed.success) throw invalid(`field required: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  const body = parsed.data;
  const recipient = body.recipient_phone_number;
  if (!/^\+[1-9]\d{6,14}$/.test(recipient)) throw invalid('recipient_phone_number must be in E.164 format');
  if (!world.settings.allowAnyNumber && !fictional.test(recipient)) {
    throw invalid('recipient_phone_number is not in a range kept for fiction (+1 NPA 555 01xx, +44 7700 900xxx)');
  }
  const agent = world.exchange.agents.get(body.agent_id);
  if (!agent) throw notFound('agent');
  if (body.retry_config?.enabled) world.violations.retries_enabled++;
  if (body.bypass_call_guardrails) world.violations.guardrails_bypassed++;
  return { agent, recipient, body };
}

/** ISO 8601 with a numeric offset; a trailing Z makes the provider fall over, and so it does here. */
function scheduledAt(world: World, text: string | null | undefined): number | null {
  if (!text) return null;
  if (text.endsWith('Z')) throw new Refusal(500, { error: 'Internal Server Error' });
  const wall = Date.parse(text);
  if (Number.isNaN(wall)) throw malformed('scheduled_at is not ISO 8601');
  return world.clock.now() + Math.max(0, wall - Date.now()) * world.clock.speed;
}

function scriptedFor(world: World, recipient: string, ordinal: number): Outcome | AnswerFault | undefined {
  const entry = world.script[recipient] ?? world.script['*'];
  return Array.isArray(entry) ? entry[ordinal - 1] : entry;
}
function isOutcome(word: Outcome | AnswerFault | undefined): word is Outcome {
  return word !== undefined && !answerFaults.some((fault) => fault === word);
}

/** Real time: it meets the client's real deadlines. */
async function beforeAnswer(world: World, call: Call | null, draw: Draw): Promise<void> {
  const [shortest, longest] = world.settings.answerLatencyMs;
  if (longest > 0) await sleep(between(draw('latency'), shortest, longest));
  if (call?.record.quirks.includes('eagerWebhook')) await Promise.race([call.firstWebhook, sleep(2000)]);
}
const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());

const answerOf = (call: Call | null) => ({ message: 'done', status: 'queued', execution_id: call?.record.id ?? null });

function misbehave(fault: AnswerFault, call: Call | null, reply: FastifyReply, slowBodyMs: number): unknown {
  const json = JSON.stringify(answerOf(call));
  switch (fault) {
    case 'tooManyRequests': throw new Refusal(429, { error: 429, message: 'Rate limit exceeded' }, 2);
    case 'tooManyRequestsBare': throw new Refusal(429, { error: 429, message: 'Rate limit exceeded' });
    case 'forbidden': throw new Refusal(403, { detail: 'Forbidden' });
    case 'paymentRequired': throw new Refusal(402, { error: 402, message: 'Insufficient balance' });
    case 'requestTimeout': throw new Refusal(408, { error: 408, message: 'Request timeout' });
    case 'conflict': throw new Refusal(409, { error: 409, message: 'Conflict' });
    case 'misdirected': throw new Refusal(421, { error: 421, message: 'Misdirected request' });
    case 'serverErrorBefore': throw new Refusal(500, { error: 'Internal Server Error' });
    case 'serverErrorAfter': throw new Refusal(502, { error: 'Bad Gateway' });
    case 'redirect': return reply.redirect('/call', 302);
    case 'garbage': return reply.type('text/html').send('<html><body>It works!</body></html>');
    case 'wrongType': return reply.send({ message: 'done', status: 'queued', execution_id: { uuid: null } });
    case 'resetBefore':
    case 'resetAfter':
      reply.hijack();
      return void reply.raw.socket?.resetAndDestroy();
    case 'hangNotPlaced':
    case 'hangPlaced':
      return void reply.hijack(); // the socket lives until the client leaves or the simulator ends
    case 'truncated':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': json.length });
      return void reply.raw.write(json.slice(0, json.length / 2), () => reply.raw.destroy());
    case 'slowBody':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': json.length });
      trickle(reply, json, slowBodyMs / json.length);
      return;
  }
}

function trickle(reply: FastifyReply, text: string, everyMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    reply.raw.write(text.charAt(sent++));
    if (sent === text.length) reply.raw.end();
  }, everyMs);
  reply.raw.once('close', () => clearInterval(timer));
}
