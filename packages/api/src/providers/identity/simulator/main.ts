// The simulated identity providers as a program.
import { readConfig } from '@callgres/shared/config';
import { describeError } from '@callgres/shared/plain-error';
import { startIdentitySimulator } from './index.ts';

try {
  const { IDENTITY_PORT } = readConfig(process.env, ['IDENTITY_PORT']);
  const simulator = await startIdentitySimulator({ port: IDENTITY_PORT });
  console.log(`Simulated identity providers on ${simulator.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
