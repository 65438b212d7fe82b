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
    const lanes = parts.map(lanesOf);
    for (const lane of LANES) {
      let member = seeds[lane];
      for (const each of lanes) member = mix(Math.imul(member, 31) ^ each[lane]);
      this.#sum[lane] = (this.#sum[lane] + member) | 0;
    }
    return this;
  }

  /** All members of another set, each marked with two numbers. */
  addAll(other: SetSum, one: number, two: number): void {
    this.count += other.count;
    for (const lane of LANES) {
      const mark = mix(mix(mix(seeds[lane] ^ low(one)) ^ high(one)) ^ mix(low(two) ^ seeds[3 - lane]!) ^ high(two));
      this.#sum[lane] = (this.#sum[lane] + Math.imul(other.#sum[lane], mark | 1)) | 0;
    }
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

const low = (n: number): number => n | 0;
const high = (n: number): number => Math.floor(n / 2 ** 32) | 0;
