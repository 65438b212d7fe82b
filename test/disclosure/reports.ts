import {
  blocksOfQuarter,
  foldForward,
  judge,
  type Block,
  type DatedAnswer,
  type Figure,
} from '../../src/disclosure/index.ts';

/** A program whose reports are asked for in some order, by its own rules and by somebody who means no good. */
export interface World {
  /** By team: in each month, answers in time, and late ones that come so many months after. */
  readonly teams: readonly (readonly {
    readonly inTime: number;
    readonly late: number;
    readonly by: number;
  }[])[];
  readonly months: number;
  /** What is asked for beside what the rules publish: in this month, before or after them. */
  readonly asked: readonly Request[];
}

export interface Request {
  readonly month: number;
  readonly when: 'before' | 'after';
  readonly kind:
    | 'cut'
    | 'window'
    | 'month of all'
    | 'all without one'
    | 'sum without one'
    | 'block without a month'
    | 'figure and one more';
  /** Draws what exactly. */
  readonly draw: number;
}

/** What can be told apart: a team’s month, the late answers apart from those in time. */
interface Part {
  readonly key: string;
  readonly team: number;
  readonly month: number;
  readonly comes: number;
  readonly answers: number;
}

export interface Outcome {
  readonly published: Figure[];
  /** Ids of figures that the rules of blocks and quarters make, and the ledger refused. */
  readonly refusedOfRules: string[];
  readonly askedFor: number;
  readonly granted: number;
}

const QUARTER = 3;

/** Lets a program run, and publishes what the ledger allows; without a ledger, everything. */
export function runReports(world: World, ledger: 'on' | 'off'): Outcome {
  const parts = partsOf(world);
  const sizes = new Map(parts.map(({ key, answers }) => [key, answers]));
  const outcome: Outcome & { askedFor: number; granted: number } = {
    published: [],
    refusedOfRules: [],
    askedFor: 0,
    granted: 0,
  };
  const publish = (id: string, keys: Iterable<string>): boolean => {
    const figure = { id, parts: new Map([...keys].map((key) => [key, sizes.get(key)!])) };
    if (figure.parts.size === 0) return false;
    if (ledger === 'on' && !judge(outcome.published, figure).allowed) return false;
    outcome.published.push(figure);
    return true;
  };
  const blocks = world.teams.map((): (Block & { id: string; keys: string[] })[] => []);
  const taken = new Map<string, Set<string>>();

  for (let now = 1; now <= world.months; now += 1) {
    const there = parts.filter(({ comes }) => comes <= now);
    const hostile = (when: Request['when']): void => {
      for (const request of world.asked) {
        if (request.month !== now || request.when !== when) continue;
        outcome.askedFor += 1;
        const keys = wanted(request, there, outcome.published);
        if (publish(`asked ${outcome.askedFor}`, keys)) outcome.granted += 1;
      }
    };
    hostile('before');
    world.teams.forEach((_, team) => {
      const answers = there.filter((part) => part.team === team).flatMap(answersOf);
      for (const block of foldForward(answers, blocks[team]!, now).closed) {
        const id = `team ${team}, M${block.from} to M${block.to}`;
        const keys = [...new Set(block.answers.map((answer) => answer.split('#')[0]!))];
        if (publish(id, keys)) blocks[team]!.push({ ...block, id, keys });
        else outcome.refusedOfRules.push(id);
      }
    });
    if (now % QUARTER === 0) {
      // Two clinics, and the organization of both.
      for (const [scope, of] of [
        ['clinic 0', (team: number) => team % 2 === 0],
        ['clinic 1', (team: number) => team % 2 === 1],
        ['organization', () => true],
      ] as const) {
        const earlier = taken.get(scope) ?? new Set();
        const all = blocks.filter((_, team) => of(team)).flat();
        const sum = blocksOfQuarter(all, earlier, now);
        taken.set(scope, new Set([...earlier, ...sum.map(({ id }) => id)]));
        const id = `${scope}, Q${now / QUARTER}`;
        const keys = sum.flatMap((block) => block.keys);
        if (keys.length > 0 && !publish(id, keys)) outcome.refusedOfRules.push(id);
      }
    }
    hostile('after');
  }
  return outcome;
}

function partsOf({ teams, months }: World): Part[] {
  return teams.flatMap((of, team) =>
    of.slice(0, months).flatMap(({ inTime, late, by }, i) => {
      const month = i + 1;
      const key = `team ${team}/M${month}`;
      return [
        { key, team, month, comes: month, answers: inTime },
        { key: `${key}/late`, team, month, comes: month + by, answers: late },
      ].filter(({ answers }) => answers > 0);
    }),
  );
}

const answersOf = ({ key, month, answers }: Part): DatedAnswer[] =>
  Array.from({ length: answers }, (_, k) => ({ id: `${key}#${k}`, month }));

/** The parts of what is asked for. */
function wanted(
  { kind, draw }: Request,
  there: readonly Part[],
  published: readonly Figure[],
): readonly string[] {
  const pick = <T>(list: readonly T[], salt: number): T | undefined => list[hash(draw, salt) % list.length];
  const all = there.map(({ key }) => key);
  const chosen = pick(there, 1);
  if (chosen === undefined) return [];
  const figure = pick(published, 2);
  switch (kind) {
    case 'cut':
      return all.filter((_, i) => hash(draw, i + 10) % 3 !== 0);
    case 'window': {
      const length = 1 + (hash(draw, 3) % 4);
      return there
        .filter(
          ({ team, month }) => team === chosen.team && month >= chosen.month && month < chosen.month + length,
        )
        .map(({ key }) => key);
    }
    case 'month of all':
      return there.filter(({ month }) => month === chosen.month).map(({ key }) => key);
    case 'all without one':
      return all.filter((key) => key !== chosen.key);
    case 'sum without one':
      return [...(figure?.parts.keys() ?? [])].filter((key) => !key.startsWith(`team ${chosen.team}/`));
    case 'block without a month': {
      const keys = [...(figure?.parts.keys() ?? [])];
      const without = pick(keys, 4);
      return keys.filter((key) => key !== without);
    }
    case 'figure and one more':
      return [...new Set([...(figure?.parts.keys() ?? []), chosen.key])];
  }
}

/** A number that depends on both and looks like chance. */
function hash(seed: number, salt: number): number {
  let t = (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(salt + 1, 0xc2b2_ae35)) >>> 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}
