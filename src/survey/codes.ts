/**
 * The code of a card: 12 letters and digits of Crockford's 32, which has no letter that looks like a digit, so 60
 * random bits. Written in groups of four, read however it was typed.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const GROUP = 4;

/** How many random bytes {@link codeOf} takes: one for each symbol, of which five bits count. */
export const CODE_BYTES = LENGTH;

/** The code that random bytes make, without its dashes: as it is hashed. */
export const codeOf = (random: Uint8Array): string =>
  Array.from(random.subarray(0, LENGTH), (byte) => ALPHABET[byte & 31]).join('');

/** A code as people read it: `K7QM-2XTR-9FDH`. */
export const groupedCode = (code: string): string =>
  Array.from({ length: LENGTH / GROUP }, (_, i) => code.slice(i * GROUP, (i + 1) * GROUP)).join('-');

/** What somebody typed, as a code: O is taken for 0, I and L for 1. Null where it can be none. */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}._]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return code.length === LENGTH && [...code].every((symbol) => ALPHABET.includes(symbol)) ? code : null;
}
