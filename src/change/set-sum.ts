import { createHash } from 'node:crypto';

/** Four numbers of 32 bits. */
type Lanes = readonly [number, number, number, number];

const LANES = [0, 1, 2, 3] as const;
const seeds: Lanes = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

const mix = (value: number): number => {
  let n = value | 0;
  n = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  n = Math.imul(n ^ (n >>> 13), 0xc2b2ae35);
  return (n ^ (n >>> 16)) | 0;
};

const names = new Map<string, Lanes>();
const MOST_NAMES = 200_000;

/** Of a name: the first 128 bits of its SHA-256. */
function lanesOf(name: string): Lanes {
  const known = names.get(name);
  if (known !== undefined) return known;
  const bytes = createHash('sha256').update(name).digest();
  const made = LANES.map((lane) => bytes.readInt32LE(4 * lane)) as unknown as Lanes;
  if (names.size >= MOST_NAMES) names.clear();
  names.set(name, made);
  return made;
}

/**
 * A digest of a set that does not depend on the order in which it was put together, and that the digests of its parts
 * add up to: 128 bits, against chance and not against malice.
 */
export class SetSum {
  count = 0;
  readonly #sum: [number, number, number, number] = [0, 0, 0, 0];

  /** A member of several names, in this order. */
  add(...parts: readonly string[]): this {
    this.count += 1;
    let [a, b, c, d] = seeds;
    for (const part of parts) {
      const lanes = lanesOf(part);
      a = mix(Math.imul(a, 31) ^ lanes[0]);
      b = mix(Math.imul(b, 31) ^ lanes[1]);
      c = mix(Math.imul(c, 31) ^ lanes[2]);
      d = mix(Math.imul(d, 31) ^ lanes[3]);
    }
    const sum = this.#sum;
    sum[0] = (sum[0] + a) | 0;
    sum[1] = (sum[1] + b) | 0;
    sum[2] = (sum[2] + c) | 0;
    sum[3] = (sum[3] + d) | 0;
    return this;
  }

  /** All members of another set, each marked with two numbers. */
  addAll(other: SetSum, one: number, two: number): void {
    this.count += other.count;
    const [a, b, c, d] = [one | 0, high(one), two | 0, high(two)];
    for (const lane of LANES) {
      const mark = mix(mix(mix(mix(seeds[lane] ^ a) ^ b) + c) ^ d);
      // Odd: no part of a sum is lost.
      this.#sum[lane] = (this.#sum[lane] + Math.imul(other.#sum[lane], mark | 1)) | 0;
    }
  }

  /** All members of another set. */
  join(other: SetSum): this {
    this.count += other.count;
    for (const lane of LANES) this.#sum[lane] = (this.#sum[lane] + other.#sum[lane]) | 0;
    return this;
  }

  /** Takes away members that were counted. */
  remove(other: SetSum): this {
    this.count -= other.count;
    for (const lane of LANES) this.#sum[lane] = (this.#sum[lane] - other.#sum[lane]) | 0;
    return this;
  }

  copy(): SetSum {
    const made = new SetSum();
    made.count = this.count;
    for (const lane of LANES) made.#sum[lane] = this.#sum[lane];
    return made;
  }

  toString(): string {
    return this.#sum.map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

const high = (n: number): number => Math.floor(n / 2 ** 32) | 0;

/** Of members of one name each. */
export function sumOfNames(names: readonly string[]): SetSum {
  const sum = new SetSum();
  for (const name of names) sum.add(name);
  return sum;
}
