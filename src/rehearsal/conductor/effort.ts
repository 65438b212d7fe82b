/** What a run took; milliseconds of real time by phase. */
export interface Effort {
  instants: number;
  advances: number;
  commands: number;
  /** Waits for the delivery loop: instants with mail. */
  drains: number;
  readonly ms: { workflows: number; mail: number; people: number; looking: number };
  /** What simulated people asked for and were refused. */
  readonly refused: { readonly task: string; readonly code: string; readonly message: string }[];
}

export const noEffort = (): Effort => ({
  instants: 0,
  advances: 0,
  commands: 0,
  drains: 0,
  ms: { workflows: 0, mail: 0, people: 0, looking: 0 },
  refused: [],
});
