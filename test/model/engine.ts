import type { Changes } from '../../src/change/changes.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';

/** What carries the program on: the rules of stages alone, or workflows on Temporal. Times are program time in ms. */
export interface Engine {
  readonly changes: Changes;
  launch(program: Program, roadmap: LoadedRoadmap, now: number): Promise<void>;
  /** Lets whoever has something to do at `now`, or was told of something, do it. */
  settle(now: number): Promise<void>;
  close(command: {
    readonly id: string;
    readonly kind: 'complete' | 'waive';
    readonly task: string;
    readonly by: string;
    readonly now: number;
  }): Promise<{ readonly status: string; readonly changed: boolean }>;
  /** Whoever carries the program on goes away, and comes back. */
  stop(): Promise<void>;
  start(): Promise<void>;
}
