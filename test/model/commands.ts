import fc from 'fast-check';
import type { Fault } from './delivery.ts';
import { stepIds, teamIds } from './model.ts';

/** What somebody asks for, as drawn: days are counted from the day on which it is asked. */
export type Draw =
  | { readonly kind: 'shift'; readonly scope: Part; readonly days: number }
  | { readonly kind: 'skip'; readonly scope: Part }
  | { readonly kind: 'pause'; readonly scope: { readonly team?: string } }
  | { readonly kind: 'resume'; readonly scope: { readonly team?: string }; readonly move: boolean }
  | {
      readonly kind: 'absence';
      readonly person: string;
      readonly cover: string;
      readonly ahead: number;
      readonly length: number;
    }
  | { readonly kind: 'reassign'; readonly scope: Part; readonly from: string; readonly to: string };

interface Part {
  readonly team?: string;
  readonly step?: string;
}

/** One thing that happens. `nth` is taken modulo what there is. */
export type Command =
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'close'; readonly nth: number; readonly how: 'complete' | 'waive' }
  /** `again`: the reply was lost, and the apply is repeated. */
  | { readonly do: 'change'; readonly draw: Draw; readonly again: boolean }
  | { readonly do: 'two leads'; readonly draws: readonly [Draw, Draw] }
  | { readonly do: 'undo'; readonly nth: number }
  | { readonly do: 'away' }
  | { readonly do: 'back' }
  | { readonly do: 'trouble'; readonly faults: readonly Fault[] };

const scope = (team: fc.Arbitrary<string | undefined>, step: fc.Arbitrary<string | undefined>) =>
  fc
    .record({ team, step })
    .map((part): Part => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)));

const team = fc.constantFrom(...teamIds);
const step = fc.constantFrom(...stepIds);
const maybe = (some: fc.Arbitrary<string>) => fc.option(some, { nil: undefined });
const part = scope(maybe(team), maybe(step));
const ofTeam = scope(maybe(team), fc.constant(undefined));
const person = fc.constantFrom('ann', 'bob', 'kit', 'eve', 'cal', 'dee', 'fay', 'gus');
const kind = <Kind extends Draw['kind']>(name: Kind) => fc.constant(name);

const dates: fc.Arbitrary<Draw> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('shift'),
      scope: part,
      days: fc.integer({ min: -3, max: 6 }).filter((days) => days !== 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('skip'), scope: scope(team, step) }) },
);
const hands: fc.Arbitrary<Draw> = fc.oneof(
  fc.record({
    kind: kind('absence'),
    person,
    cover: person,
    ahead: fc.integer({ min: 0, max: 3 }),
    length: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ kind: kind('reassign'), scope: part, from: person, to: person }),
);
const pauses: fc.Arbitrary<Draw> = fc.oneof(
  fc.record({ kind: kind('pause'), scope: ofTeam }),
  fc.record({ kind: kind('resume'), scope: ofTeam, move: fc.boolean() }),
);
const change = fc.oneof(
  { weight: 3, arbitrary: dates },
  { weight: 2, arbitrary: hands },
  { weight: 2, arbitrary: pauses },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.integer({ min: 1, max: 60 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('close'),
      nth: fc.nat(50),
      how: fc.constantFrom('complete', 'waive'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('change'), draw: change, again: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('two leads'),
      draws: fc.tuple(fc.oneof(dates, hands), fc.oneof(dates, hands)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo'), nth: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('back') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('trouble'),
      faults: fc.array(fc.constantFrom('refused', 'dies'), { minLength: 1, maxLength: 2 }),
    }),
  },
);

/** A sequence, and which commits lose their answer: every so manieth, or none. */
export const sequences = fc.record({
  commands: fc.array(command, { minLength: 3, maxLength: 8 }),
  losing: fc.constantFrom(0, 2, 5),
});
export type Sequence = typeof sequences extends fc.Arbitrary<infer Drawn> ? Drawn : never;
