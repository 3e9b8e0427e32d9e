// How often the provider may be asked: so many requests a second, evenly spaced. What is urgent goes first.

export class Budget {
  readonly #spacingMs: number;
  #nextAt = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #urgent: (() => void)[] = [];
  readonly #rest: (() => void)[] = [];

  constructor(perSecond: number) {
    this.#spacingMs = 1000 / perSecond;
  }

  /** Resolves when one request may be sent. */
  take(priority: 'urgent' | 'rest'): Promise<void> {
    return new Promise((resolve) => {
      (priority === 'urgent' ? this.#urgent : this.#rest).push(resolve);
      this.#serve();
    });
  }

  #serve(): void {
    if (this.#timer) return;
    const now = performance.now();
    if (now < this.#nextAt) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#serve();
      }, this.#nextAt - now);
      return;
    }
    const next = this.#urgent.shift() ?? this.#rest.shift();
    if (!next) return;
    this.#nextAt = Math.max(now, this.#nextAt) + this.#spacingMs;
    next();
    this.#serve();
  }
}
