import type { GridCell } from '../../read/program-grid.ts';
import type { CellState } from './port.ts';

/** What a month of a team says at once: the first of these that is so. */
export function stateOf(cell: GridCell | undefined): CellState {
  if (cell === undefined) return 'none';
  const { late, held, waiting, open, ahead, done, aside } = cell;
  if (late > 0) return 'late';
  if (held > 0 || waiting > 0) return 'waits';
  // Some of it is done and some of it is not: it is under way.
  if (open > 0 || (ahead > 0 && done + aside > 0)) return 'open';
  if (ahead > 0) return 'ahead';
  if (done > 0) return 'done';
  return aside > 0 ? 'aside' : 'none';
}
