// Requests in any 60 seconds of real time: the limit meets the client's real pacing.
export class SlidingMinute {
  #times: number[] = [];
  #first = 0;

  /** 0 if a request is let in, else the seconds until the next one would be. A limit of 0 lets everything in. */
  take(nowMs: number, limit: number): number {
    while ((this.#times[this.#first] ?? nowMs) <= nowMs - 60_000) this.#first++;
    if (this.#first > 10_000) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    const oldest = this.#times[this.#first];
    if (limit > 0 && this.#times.length - this.#first >= limit && oldest !== undefined) {
      return Math.max(1, Math.ceil((oldest + 60_000 - nowMs) / 1000));
    }
    this.#times.push(nowMs);
    return 0;
  }
}
