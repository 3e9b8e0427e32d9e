// Simulated time runs `speed` times as fast as the wall clock. A change of speed starts a new stretch, and the
// stretches are kept, so that an instant of the past keeps its wall time whatever the speed became later.

/** From `wall` (Unix ms) on, where simulated time stood at `sim` (ms), it runs at `speed`. */
export interface Stretch {
  wall: number;
  sim: number;
  speed: number;
}

export interface Clock {
  /** Simulated milliseconds now; never goes back. */
  now(): number;
  /** Wall time (Unix ms) of a simulated instant; one to come is told at the present speed. */
  wallOf(sim: number): number;
  /** ISO 8601 of wallOf. */
  stamp(sim: number): string;
  readonly speed: number;
  /** Changes the speed from now on; 0 stops the time. */
  setSpeed(speed: number): void;
  /** Moves the time forward at once. */
  advance(ms: number): void;
}

/** Less than any two instants differ by, in ms. */
const instant = 1e-6;

export function createClock(history: readonly Stretch[], speed: number, onStretch: (stretch: Stretch) => void): Clock {
  const stretches: Stretch[] = [];
  let latest = 0;
  const simAt = (wall: number): number => {
    const last = stretches.at(-1);
    latest = last ? Math.max(latest, last.sim + (wall - last.wall) * last.speed) : 0;
    return latest;
  };
  const begin = (stretch: Stretch): void => {
    stretches.push(stretch);
    onStretch(stretch);
  };
  stretches.push(...history);
  begin({ wall: Date.now(), sim: simAt(Date.now()), speed });

  const wallOf = (sim: number): number => {
    const at = stretches.findLast((stretch) => stretch.sim <= sim) ?? stretches[0];
    if (!at) return sim;
    return at.speed === 0 ? at.wall : at.wall + (sim - at.sim) / at.speed;
  };
  return {
    now: () => simAt(Date.now()),
    wallOf,
    stamp: (sim) => new Date(wallOf(sim)).toISOString(),
    get speed() {
      return stretches.at(-1)?.speed ?? speed;
    },
    setSpeed: (next) => begin({ wall: Date.now(), sim: simAt(Date.now()), speed: next }),
    advance: (ms) => {
      const wall = Date.now();
      const [sim, present] = [simAt(wall), stretches.at(-1)?.speed ?? speed];
      begin({ wall, sim: sim + instant, speed: 0 }); // whatever the leap passes over happens at this wall time
      begin({ wall, sim: sim + Math.max(ms, instant), speed: present });
    },
  };
}
