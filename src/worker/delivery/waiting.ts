/** Sleep that can be cut short. A wake that comes while nobody sleeps ends the next sleep at once: none is lost. */
export class Waker {
  #pending = false;
  #end: (() => void) | null = null;

  wake(): void {
    if (this.#end === null) this.#pending = true;
    else this.#end();
  }

  /** Sleeps `ms` of real time, or until woken. */
  async sleep(ms: number): Promise<void> {
    if (this.#pending) {
      this.#pending = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#end?.(), ms);
      this.#end = () => {
        clearTimeout(timer);
        this.#end = null;
        resolve();
      };
    });
  }
}

/** Waits that double while trouble lasts, in real ms. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #failures = 0;

  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
  }

  get troubled(): boolean {
    return this.#failures > 0;
  }

  failed(): void {
    this.#failures += 1;
  }

  recovered(): void {
    this.#failures = 0;
  }

  /** How long to wait now. */
  wait(): number {
    return Math.min(this.#longest, this.#first * 2 ** Math.min(this.#failures - 1, 16));
  }
}
