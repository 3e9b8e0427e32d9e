// Pieces of work that are under way at this moment, and room for a few more.

export class Floor {
  readonly #inFlight = new Set<Promise<void>>();
  readonly #places: number;

  constructor(places: number) {
    this.#places = places;
  }

  get free(): number {
    return this.#places - this.#inFlight.size;
  }

  /** Takes a place until `work` ends; then calls `onEnd`. */
  add(work: Promise<unknown>, onEnd: () => void, onError: (error: unknown) => void): void {
    const ended: Promise<void> = work.then(() => undefined, onError).finally(() => {
      this.#inFlight.delete(ended);
      onEnd();
    });
    this.#inFlight.add(ended);
  }

  /** Resolves when nothing is in flight. */
  async empty(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }
}
