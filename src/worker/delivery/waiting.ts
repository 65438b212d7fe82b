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

/** Waits that double while trouble lasts, in real ms. Any number of failures between two waits is one trouble. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #next: number;
  #troubled = false;

  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
    this.#next = first;
  }

  get troubled(): boolean {
    return this.#troubled;
  }

  failed(): void {
    this.#troubled = true;
  }

  recovered(): void {
    this.#troubled = false;
    this.#next = this.#first;
  }

  /** How long to wait now; the next wait is longer. */
  wait(): number {
    const ms = this.#next;
    this.#next = Math.min(this.#longest, 2 * ms);
    return ms;
  }
}
