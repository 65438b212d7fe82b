import type { ClockKind } from '../contracts/workflow-inputs.ts';

/**
 * Program time in a workflow. Real programs read the workflow's own (replayed) clock; a rehearsal's workflows
 * know only the time they were last told.
 */
export class ProgramClock {
  readonly kind: ClockKind;
  #told: number;

  constructor(kind: ClockKind, startedAt: number) {
    this.kind = kind;
    this.#told = startedAt;
  }

  now(): number {
    return this.kind === 'real' ? Date.now() : this.#told;
  }

  /** Time never runs backwards: an advance that arrives late changes nothing. */
  tell(now: number | undefined): void {
    if (now !== undefined) this.#told = Math.max(this.#told, now);
  }
}
