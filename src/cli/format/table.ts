import { padEnd, padStart, truncate, visibleWidth } from './text.ts';
import type { Style } from './style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: 'left' | 'right';
  /** Gives way where the table is wider than the terminal: the text is cut, down to this many columns. */
  readonly shrinkTo?: number;
  /** Colours the finished cell; never changes its width. */
  readonly paint?: (cell: string, row: Row) => string;
}

const gap = '  ';

/** A table of plain lines, no wider than `width` as far as its shrinking columns allow. Nothing for no rows. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { width, style }: { readonly width: number; readonly style: Style },
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  const widths = fit(columns, cells, width);
  const line = (texts: readonly string[], painted: (cell: string, index: number) => string): string =>
    texts
      .map((text, i) => {
        const cut = truncate(text, widths[i] ?? 0);
        const padded =
          columns[i]?.align === 'right' ? padStart(cut, widths[i] ?? 0) : padEnd(cut, widths[i] ?? 0);
        return painted(padded, i);
      })
      .join(gap)
      .trimEnd();
  return [
    line(
      columns.map((column) => column.title),
      style.dim,
    ),
    ...rows.map((row, r) => line(cells[r] ?? [], (cell, i) => columns[i]?.paint?.(cell, row) ?? cell)),
  ];
}

function fit<Row>(columns: readonly Column<Row>[], cells: readonly string[][], width: number): number[] {
  const widths = columns.map((column, i) =>
    Math.max(visibleWidth(column.title), ...cells.map((row) => visibleWidth(row[i] ?? ''))),
  );
  let excess = widths.reduce((sum, w) => sum + w, 0) + gap.length * (columns.length - 1) - width;
  while (excess > 0) {
    const widest = columns.reduce(
      (best, column, i) =>
        column.shrinkTo !== undefined &&
        (widths[i] ?? 0) > column.shrinkTo &&
        (best === -1 || (widths[i] ?? 0) > (widths[best] ?? 0))
          ? i
          : best,
      -1,
    );
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}
