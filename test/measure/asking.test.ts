import { describe, expect, it } from 'vitest';
import { monthOccurrence } from '../../src/domain/keys.ts';
import { asking } from '../../src/measure/index.ts';
import { participation } from '../../src/measure/participation.ts';

describe('participation', () => {
  it('is forms returned for each patient asked, and a range of those seen', () => {
    expect(participation({ asked: 40, returned: 22, seen: { low: 50, high: 55 } })).toEqual({
      ofAsked: 0.55,
      ofSeen: { low: 0.4, high: 0.44 },
    });
  });

  it('says nothing where nobody was asked, or nobody guessed how many were seen', () => {
    expect(participation({ asked: 0, returned: 0, seen: null })).toEqual({ ofAsked: null, ofSeen: null });
    expect(participation({ asked: 0, returned: 0, seen: { low: 0, high: 0 } }).ofSeen).toBeNull();
  });

  it('a guess below what was returned was too low: nobody takes part twice', () => {
    expect(participation({ asked: 20, returned: 15, seen: { low: 10, high: 30 } }).ofSeen).toEqual({
      low: 0.5,
      high: 1,
    });
  });
});

describe('a team’s months of asking', () => {
  const counts = { asked: 20, returned: 10, seen: null };

  it('keep their gaps: a month at rest, and one without counts', () => {
    const { months, chart } = asking(
      [
        { number: 3, counts },
        { number: 5, counts: null },
        { number: 6, counts },
      ],
      monthOccurrence,
    );
    expect(months.map(({ month, state }) => [month, state])).toEqual([
      ['M03', 'counted'],
      ['M04', 'rest'],
      ['M05', 'missing'],
      ['M06', 'counted'],
    ]);
    expect(chart.missing).toBe(8);
  });

  it('a month that asked nobody has its counts and no point', () => {
    const { months, chart } = asking(
      [{ number: 3, counts: { asked: 0, returned: 0, seen: null } }],
      monthOccurrence,
    );
    expect(months).toMatchObject([{ state: 'counted', participation: { ofAsked: null } }]);
    expect(chart.missing).toBe(10);
  });

  it('there may be none yet', () => {
    expect(asking([], monthOccurrence)).toMatchObject({ months: [], chart: { missing: 10 } });
  });
});
