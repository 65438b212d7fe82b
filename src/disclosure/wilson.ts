export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The point beyond which 2.5 % of a normal distribution lie. */
const Z = 1.959_963_984_540_054;

/**
 * Between which shares the true one lies, with a confidence of about 95 %: the score interval of Wilson (1927, Journal of
 * the American Statistical Association 22: 209-212). It stays between 0 and 1 and holds for few answers too, where the
 * usual “plus or minus” does not (Brown, Cai and DasGupta 2001, Statistical Science 16: 101-133).
 */
export function wilson(part: number, whole: number): Interval {
  if (!(whole > 0) || part < 0 || part > whole) throw new RangeError(`no share: ${part} of ${whole}`);
  const share = part / whole;
  const z2 = Z * Z;
  const scale = 1 + z2 / whole;
  const middle = (share + z2 / (2 * whole)) / scale;
  const reach = (Z / scale) * Math.sqrt((share * (1 - share)) / whole + z2 / (4 * whole * whole));
  return {
    // At the ends the exact value is 0 or 1; rounding would leave a hair beside it.
    low: part === 0 ? 0 : middle - reach,
    high: part === whole ? 1 : middle + reach,
  };
}
