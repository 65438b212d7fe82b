const colourCodes = /\u001b\[\d+m/g;

const codesOrLetters = /\u001b\[\d+m|./gsu;

/** Columns that a text takes on a terminal; colour codes take none. */
export const visibleWidth = (text: string): number => [...text.replace(colourCodes, '')].length;

/** At most `width` columns, with an ellipsis where something is left out. Colours that were begun still end. */
export function truncate(text: string, width: number): string {
  if (visibleWidth(text) <= width) return text;
  let room = width - 1;
  return text.replace(codesOrLetters, (piece) => {
    if (piece.startsWith('\u001b')) return piece;
    room -= 1;
    return room >= 0 ? piece : room === -1 && width > 0 ? '…' : '';
  });
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - visibleWidth(text)));

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - visibleWidth(text))) + text;

/** Lines of at most `width` columns, broken between words; a longer word stands alone. `hang` indents all but the first. */
export function wrap(text: string, width: number, hang = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line.trim() !== '' && visibleWidth(longer) > width) {
      lines.push(line);
      line = hang + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** `1 team`, `2 teams`; irregular plurals are given. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `47 %`, of a share from 0 to 1. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
