import type { Terminal } from './terminal.ts';

/** A few lines that are redrawn in place, below whatever was written before. */
export interface LiveScreen {
  show(lines: readonly string[]): void;
  /** Leaves the last lines standing; what follows is written below them. */
  leave(): void;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_LINE = '\u001b[2K';
const ERASE_BELOW = '\u001b[J';
const up = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A`);

/** Draws only on a terminal where somebody sits; `leave` must be called in the end, or the cursor stays hidden. */
export function openLiveScreen(terminal: Pick<Terminal, 'draw'>): LiveScreen {
  let drawn = 0;
  return {
    show(lines) {
      const text = lines.map((line) => `${ERASE_LINE}${line}\n`).join('');
      terminal.draw(`${HIDE_CURSOR}${up(drawn)}\r${text}${ERASE_BELOW}`);
      drawn = lines.length;
    },
    leave() {
      terminal.draw(SHOW_CURSOR);
      drawn = 0;
    },
  };
}
