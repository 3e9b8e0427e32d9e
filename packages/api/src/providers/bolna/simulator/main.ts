// The simulator as a program. It says what it serves and with which seed, and ends quietly when told to.
import { z } from 'zod';
import { faultRates, usualFaults } from './faults.ts';
import { startSimulator } from './index.ts';
import { settingsChange } from './settings.ts';

const help = `The Bolna simulator: a stand-in for the voice provider that rings nobody.

  SIMULATOR_PORT      port on 127.0.0.1, default 5001
  SIMULATOR_SPEED     simulated seconds per second, default 1; 0 is a clock moved by hand
  SIMULATOR_SEED      of every draw, default callgres
  SIMULATOR_STATE     journal file; without it nothing outlives the process
  SIMULATOR_FAULTS    rates as JSON ({"webhookLost":0.01}), or the word usual; default none
  SIMULATOR_SETTINGS  other settings as JSON ({"concurrency":25})
  SIMULATOR_TOKEN     for /_sim, header x-sim-token; drawn if absent
  BOLNA_API_KEY       the key it takes, default bn-simulator
`;

const json = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('is not JSON');
      return z.NEVER;
    }
  }).pipe(schema);

const environment = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(5001),
  SIMULATOR_SPEED: z.coerce.number().min(0).max(100_000).default(1),
  SIMULATOR_SEED: z.string().min(1).default('callgres'),
  SIMULATOR_STATE: z.string().min(1).optional(),
  SIMULATOR_FAULTS: z.union([z.literal('usual').transform(() => usualFaults), json(faultRates)]).default({}),
  SIMULATOR_SETTINGS: json(settingsChange).default({}),
  SIMULATOR_TOKEN: z.string().min(1).optional(),
  BOLNA_API_KEY: z.string().min(1).default('bn-simulator'),
});

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

if (process.argv.includes('--help')) {
  console.log(help);
  process.exit(0);
}
const parsed = environment.safeParse(process.env);
if (!parsed.success) fail(`The simulator cannot read its settings: ${z.prettifyError(parsed.error)}`);
const env = parsed.data;

const simulator = await startSimulator({
  port: env.SIMULATOR_PORT, seed: env.SIMULATOR_SEED, apiKey: env.BOLNA_API_KEY, faults: env.SIMULATOR_FAULTS,
  settings: { ...env.SIMULATOR_SETTINGS, speed: env.SIMULATOR_SPEED },
  ...(env.SIMULATOR_STATE === undefined ? {} : { statePath: env.SIMULATOR_STATE }),
  ...(env.SIMULATOR_TOKEN === undefined ? {} : { token: env.SIMULATOR_TOKEN }),
}).catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') fail(`The simulator cannot start: port ${env.SIMULATOR_PORT} is taken; set SIMULATOR_PORT to a free one.`);
  fail(`The simulator cannot start: ${error instanceof Error ? error.message : String(error)}`);
});
console.log(`Bolna simulator on ${simulator.url}, speed ${env.SIMULATOR_SPEED}, seed ${env.SIMULATOR_SEED}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}
