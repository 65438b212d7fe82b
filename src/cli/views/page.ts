import type { Style } from '../format/style.ts';

/** What a view is written on. */
export interface Page {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
}
