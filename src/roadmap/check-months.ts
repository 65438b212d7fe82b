import type { Finding, Path } from './findings.ts';
import type { Roadmap, Track } from './roadmap-schema.ts';
import { fixedRules, monthNumber, parseMonths, type Placed, placedSteps, within } from './rules.ts';

function checkRange(range: string, path: Path, roadmap: Roadmap): readonly Finding[] {
  const months = parseMonths(range);
  if (months.last < months.first) {
    return [
      {
        path,
        value: range,
        problem: 'this period ends before it begins',
        fix: `Write it as M${months.last}-M${months.first}.`,
      },
    ];
  }
  return months.last < roadmap.months
    ? []
    : [
        {
          path,
          value: range,
          problem: `this roadmap has ${roadmap.months} months, M0 to M${roadmap.months - 1}`,
          fix: 'Shorten the period, or raise `months`.',
        },
      ];
}

function checkStepMonths({ step, index, stage }: Placed): readonly Finding[] {
  if (step.months === undefined) return [];
  const path = ['steps', index, 'months'];
  if (stage.repeats === 'once' && step.repeats === 'once') {
    const fix = 'Take `months` out, or say how it repeats.';
    return [{ path, problem: `${step.id} happens once; only what repeats has months`, fix }];
  }
  return within(parseMonths(step.months), parseMonths(stage.months))
    ? []
    : [
        {
          path,
          problem: `stage ${stage.id} runs from ${stage.months} only`,
          fix: 'Choose months within those of the stage.',
        },
      ];
}

/** The months that a step is about: those of its rules where it happens once, else those it repeats in. */
function monthsAbout({ step, rhythm, months }: Placed): readonly number[] {
  if (rhythm !== 'once')
    return Array.from({ length: months.last - months.first + 1 }, (_, i) => months.first + i);
  return fixedRules(step)
    .filter(({ key }) => key !== 'opens')
    .flatMap(({ rule }) => ('month' in rule && rule.month !== undefined ? [monthNumber(rule.month)] : []));
}

const covers = (track: Track, month: number): boolean =>
  track.periods.some((period) => within({ first: month, last: month }, parseMonths(period.months)));

function checkPeriods(placed: Placed, tracks: ReadonlyMap<string, Track>): readonly Finding[] {
  const track = tracks.get(placed.step.track);
  const outside = track && monthsAbout(placed).find((month) => !covers(track, month));
  return outside === undefined
    ? []
    : [
        {
          path: ['steps', placed.index, 'track'],
          value: placed.step.track,
          problem: `${placed.step.id} happens in M${outside}, where this track has no period`,
          fix: 'Move the step, or add the period to the track (extension: true where it is yours).',
        },
      ];
}

/** Whatever names months: inside the roadmap, inside the stage, inside a period of the track. */
export function checkMonths(roadmap: Roadmap): readonly Finding[] {
  const tracks = new Map(roadmap.tracks.map((track) => [track.id, track]));
  const placed = placedSteps(roadmap);
  const ranges = [
    ...roadmap.tracks.flatMap(({ periods }, i) =>
      periods.flatMap(({ months }, j) => checkRange(months, ['tracks', i, 'periods', j, 'months'], roadmap)),
    ),
    ...roadmap.stages.flatMap(({ months }, i) => checkRange(months, ['stages', i, 'months'], roadmap)),
    ...placed.flatMap(({ step, index }) =>
      step.months === undefined ? [] : checkRange(step.months, ['steps', index, 'months'], roadmap),
    ),
  ];
  // What follows compares ranges; with a broken one it would only repeat the same complaint.
  if (ranges.length > 0) return ranges;
  return placed.flatMap((each) => [...checkStepMonths(each), ...checkPeriods(each, tracks)]);
}
