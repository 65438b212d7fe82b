import { describe, expect, it } from 'vitest';
import { patience, StillAway } from '../../src/portal/survey/patience.ts';

class Away extends Error {}
const isAway = (error: unknown): boolean => error instanceof Away;
const away = () => Promise.reject(new Away());

describe('patience', () => {
  it('lets one of all who wait look, and then each does its work', async () => {
    let looks = 0;
    let back = false;
    const patiently = patience({
      isAway,
      async ready() {
        looks += 1;
        if (looks < 3) throw new Away();
        back = true;
      },
    });
    const work = () => (back ? Promise.resolve('done') : away());
    const done = await Promise.all(Array.from({ length: 200 }, () => patiently(work, 10_000)));
    expect(new Set(done)).toEqual(new Set(['done']));
    expect(looks).toBe(3);
  });

  it('ends in time, says why, and nobody looks any more', async () => {
    let looks = 0;
    const patiently = patience({
      isAway,
      ready() {
        looks += 1;
        return away();
      },
    });
    const error: unknown = await patiently(away, 350).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StillAway);
    expect((error as StillAway).cause).toBeInstanceOf(Away);
    const after = looks;
    // Another who comes finds a new look: the one before has ended by itself.
    await expect(patiently(away, 350)).rejects.toBeInstanceOf(StillAway);
    expect(looks).toBeGreaterThan(after);
    expect(looks).toBeLessThanOrEqual(after + 4);
  });

  it('does not wait for work that hangs, nor for what will not pass', async () => {
    const patiently = patience({ isAway, ready: away });
    await expect(patiently(() => new Promise(() => undefined), 50)).rejects.toBeInstanceOf(StillAway);
    await expect(patiently(() => Promise.reject(new TypeError('x')), 10_000)).rejects.toBeInstanceOf(
      TypeError,
    );
  });
});
