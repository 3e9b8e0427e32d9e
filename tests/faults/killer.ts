// Kills workers, and puts another one in the place of each.
import { setTimeout as pause } from 'node:timers/promises';
import { type CrashStage, load, type Process, until } from './crash-stage.ts';

const WORKERS = 2;
/** Loaded and waiting, so that a killed one is replaced at once. */
const SPARES = 2;

export interface Killed {
  kills: number;
  /** The two that were alive at the end. */
  alive: Process[];
}

/**
 * Kills a random worker every 80 to 580 ms until `kills` have been killed or `isOver` says that nothing is left to do.
 * Only what has begun to work is killed: a process that still loads proves nothing.
 */
export async function killWorkers(
  stage: CrashStage, file: 'fast-worker.ts' | 'naive-worker.ts', kills: number, draw: () => number, { isOver, env = {} }: { isOver: () => Promise<boolean>; env?: Record<string, string> },
): Promise<Killed> {
  const start = (): Process => load(file, stage, env);
  const spares = Array.from({ length: SPARES }, start);
  const alive = Array.from({ length: WORKERS }, start);
  try {
    await Promise.all(alive.map((worker) => worker.begin()));
    let killed = 0;
    while (killed < kills && !(await isOver())) {
      await pause(80 + draw() * 500); // the dose, not a way to wait for something
      const place = Math.floor(draw() * alive.length);
      const victim = alive[place];
      if (!victim?.said().includes('ready\n')) continue;
      if (victim.child.exitCode !== null) throw new Error(`a worker ended by itself: ${victim.said()}`);
      victim.child.kill('SIGKILL');
      await victim.ended;
      killed++;
      const heir = spares.shift() ?? start();
      alive[place] = heir;
      void heir.begin();
      spares.push(start());
    }
    await until(() => alive.every((worker) => worker.said().includes('ready\n')), 30_000, () => alive.map((worker) => worker.said()));
    return { kills: killed, alive };
  } catch (error) {
    for (const worker of alive) worker.child.kill('SIGKILL');
    throw error;
  } finally {
    for (const spare of spares) spare.child.kill('SIGKILL');
  }
}
