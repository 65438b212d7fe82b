import { describe, expect, it } from 'vitest';
import { CommandError, type Gateway } from '../../src/client/types.ts';
import { Acts } from '../../src/rehearsal/conductor/acts.ts';
import { conduct, type Stage } from '../../src/rehearsal/conductor/conductor.ts';
import { noEffort } from '../../src/rehearsal/conductor/effort.ts';
import { paceOf } from '../../src/rehearsal/conductor/pace.ts';
import type { Situation, Tables, TaskRow } from '../../src/rehearsal/conductor/tables.ts';

/** A small engine in memory: workflows with a list of moments, mails with a time, tasks that open at a turn. */
class World {
  readonly log: string[] = [];
  readonly moments: Map<string, number[]>;
  readonly mails: number[];
  readonly tasks: (TaskRow & { opensIn: string; closed: boolean })[];
  now: number;
  tick = 0;
  /** Fails so many advances before it answers. */
  busy = 0;
  /** Advances that change nothing: an engine with a fault. */
  stubborn = false;

  constructor(options: {
    readonly start?: number;
    readonly workflows: Record<string, number[]>;
    readonly mails?: number[];
    readonly tasks?: Record<string, { opensIn: string; at: number; team?: string }>;
  }) {
    this.now = options.start ?? 0;
    this.moments = new Map(Object.entries(options.workflows));
    this.mails = options.mails ?? [];
    this.tasks = Object.entries(options.tasks ?? {}).map(([key, { opensIn, at, team = 't' }]) => ({
      key,
      workflowId: opensIn,
      team,
      step: 's',
      occurrence: 'once',
      owner: 'eva',
      eligible: ['eva'],
      openedAt: at,
      dueAt: at + 10,
      opensIn,
      closed: false,
    }));
  }

  readonly tables: Tables = {
    clock: () => Promise.resolve({ tick: this.tick, now: this.now }),
    setClock: (now) => {
      this.log.push(`clock ${now}`);
      this.now = now;
      this.tick += 1;
      return Promise.resolve();
    },
    situation: (now) => {
      this.#deliver();
      return Promise.resolve(this.#situation(now));
    },
    openTaskKeys: () =>
      Promise.resolve(
        this.tasks
          .filter((task) => !task.closed && !this.#ahead(task.opensIn, task.openedAt))
          .map(({ key }) => key),
      ),
    tasks: (keys) => Promise.resolve(this.tasks.filter(({ key }) => keys.includes(key))),
    lapses: () => Promise.resolve(new Map()),
  };

  readonly gateway: Gateway = {
    advance: (id, tick, now) => {
      if (this.busy > 0) {
        this.busy -= 1;
        return Promise.reject(new CommandError('busy', 'later'));
      }
      this.log.push(`advance ${id.slice(2)} ${now}`);
      if (!this.stubborn)
        this.moments.set(
          id,
          (this.moments.get(id) ?? []).filter((at) => at > now),
        );
      return Promise.resolve();
    },
    complete: ({ task, now }) => {
      this.log.push(`complete ${task} ${now}`);
      const found = this.tasks.find(({ key }) => key === task);
      if (found === undefined) return Promise.reject(new CommandError('not_found', `no ${task}`));
      found.closed = true;
      return Promise.resolve({ task, status: 'completed', changed: true, at: this.now });
    },
    waive: () => Promise.reject(new CommandError('not_yours', 'not today')),
    close: () => Promise.resolve(),
  };

  stage(acts = new Acts(() => ({ purpose: 'none' }))): Stage {
    return {
      tables: this.tables,
      journal: {
        begin: () => Promise.resolve(),
        spent: (ms) => Promise.resolve(ms),
        answered: (rows) => {
          this.log.push(...rows.map(({ task }) => `journal ${task}`));
          return Promise.resolve();
        },
        allAnswered: () => Promise.resolve(new Map()),
        doubted: () => Promise.resolve(new Set()),
        visited: () => Promise.resolve([]),
        visit: () => Promise.resolve(),
      },
      gateway: this.gateway,
      bell: { rings: 0, wait: () => Promise.resolve(), close: () => Promise.resolve() },
      acts,
      pace: paceOf(null),
      mails: () => 0,
    };
  }

  #ahead(id: string, at: number): boolean {
    return (this.moments.get(id) ?? []).some((moment) => moment <= at);
  }

  /** The delivery loop: it reads the clock row and nothing else. */
  #deliver(): void {
    for (let at = this.mails[0]; at !== undefined && at <= this.now; at = this.mails[0]) {
      this.log.push(`mail ${at}`);
      this.mails.shift();
    }
  }

  #situation(now: number): Situation {
    const live = [...this.moments].filter(([, moments]) => moments.length > 0);
    const ahead = [...live.flatMap(([, moments]) => moments), ...this.mails].filter((at) => at > now);
    return {
      inFlight: 0,
      due: live.filter(([, moments]) => moments.some((at) => at <= now)).map(([id]) => id),
      mailDue: this.mails.some((at) => at <= now),
      next: ahead.every((at) => at === Infinity) ? null : Math.min(...ahead),
      live: live.length,
    };
  }
}

const PROGRAM = 'r:program/p';
const TEAM = 'r:team/p/t';
const STAGE = 'r:stage/p/t/s/once';

const completing = (at: Record<string, number>) =>
  new Acts(({ key }) => {
    const when = at[key];
    return when === undefined
      ? { purpose: 'none' }
      : { purpose: 'complete', id: key, at: when, by: 'eva', answer: {}, evidence: [] };
  });

describe('the conductor', () => {
  it('goes from moment to moment, workflows before mails, parents before what they started', async () => {
    const world = new World({
      workflows: { [STAGE]: [5, 9], [TEAM]: [5], [PROGRAM]: [5, 7] },
      mails: [5, 8],
    });
    await conduct(world.stage(), noEffort());
    expect(world.log).toEqual([
      'advance program/p 5',
      'advance team/p/t 5',
      'advance stage/p/t/s/once 5',
      'clock 5',
      'mail 5',
      'advance program/p 7',
      'clock 7',
      'clock 8',
      'mail 8',
      'advance stage/p/t/s/once 9',
      'clock 9',
    ]);
  });

  it('lets people act after the mails of their instant, in the order of keys, and writes down what they closed', async () => {
    const world = new World({
      workflows: { [STAGE]: [5, 20] },
      mails: [5, 6],
      tasks: { b: { opensIn: STAGE, at: 5 }, a: { opensIn: STAGE, at: 5 } },
    });
    await conduct(world.stage(completing({ a: 6, b: 6 })), noEffort());
    expect(world.log.slice(2, 9)).toEqual([
      'mail 5',
      'clock 6',
      'mail 6',
      'complete a 6',
      'complete b 6',
      'journal a',
      'journal b',
    ]);
  });

  it('goes on where a killed one stopped: it finishes the instant on the clock and repeats nothing', async () => {
    const world = new World({
      start: 6,
      workflows: { [STAGE]: [20] },
      mails: [],
      tasks: { a: { opensIn: STAGE, at: 5 }, b: { opensIn: STAGE, at: 5 } },
    });
    world.tasks.find(({ key }) => key === 'a')!.closed = true;
    await conduct(world.stage(completing({ a: 6, b: 6 })), noEffort());
    expect(world.log).toEqual(['complete b 6', 'journal b', 'advance stage/p/t/s/once 20', 'clock 20']);
  });

  it('lets teams act side by side at their own times, but never past the next moment or the program’s own act', async () => {
    const at = (team: string) => ({ opensIn: STAGE, at: 5, team });
    const world = new World({
      workflows: { [STAGE]: [5, 20] },
      mails: [12],
      tasks: { a: at('north'), b: at('south'), c: at('south'), d: at('west'), e: at('all'), f: at('north') },
    });
    await conduct(world.stage(completing({ a: 6, b: 7, c: 8, d: 13, e: 14, f: 15 })), noEffort());
    const acts = world.log.filter((line) => /^(complete|mail|clock)/.test(line));
    expect(acts).toEqual([
      'clock 5',
      'complete a 6',
      'complete b 7',
      'complete c 8',
      'clock 12',
      'mail 12',
      'complete d 13',
      'clock 14',
      'complete e 14',
      'complete f 15',
      'clock 20',
    ]);
  });

  it('lets a lead act when nothing else is left at their moment, and carries out what they changed', async () => {
    const world = new World({
      workflows: { [STAGE]: [5, 20] },
      mails: [7],
      tasks: { a: { opensIn: STAGE, at: 5 }, b: { opensIn: STAGE, at: 5, team: 'u' } },
    });
    const moments = [7, 30];
    const lead = {
      next: () => moments[0] ?? null,
      act: (now: number) => {
        world.log.push(`lead ${now}`);
        moments.shift();
        // A workflow has something to do at once.
        world.moments.get(STAGE)!.push(now);
        return Promise.resolve();
      },
    };
    await conduct({ ...world.stage(completing({ a: 7, b: 9 })), actors: [lead] }, noEffort());
    expect(world.log).toEqual([
      'advance stage/p/t/s/once 5',
      'clock 5',
      'clock 7',
      'mail 7',
      'complete a 7',
      'journal a',
      'lead 7',
      'advance stage/p/t/s/once 7',
      'complete b 9',
      'journal b',
      'advance stage/p/t/s/once 20',
      'clock 20',
      'clock 30',
      'lead 30',
      'advance stage/p/t/s/once 30',
    ]);
  });

  it('asks again while the engine is busy', async () => {
    const world = new World({ workflows: { [STAGE]: [5] } });
    world.busy = 2;
    await conduct(world.stage(), noEffort());
    expect(world.log).toEqual(['advance stage/p/t/s/once 5', 'clock 5']);
  });

  it('keeps what people were refused, and goes on', async () => {
    const world = new World({ workflows: { [STAGE]: [5, 20] }, tasks: { a: { opensIn: STAGE, at: 5 } } });
    const waiving = new Acts(() => ({ purpose: 'waive', id: 'a', at: 6, by: 'eva', reason: 'away' }));
    const effort = noEffort();
    await conduct(world.stage(waiving), effort);
    expect(effort.refused).toEqual([{ task: 'a', code: 'not_yours', message: 'not today' }]);
    expect(world.log.at(-1)).toBe('clock 20');
  });

  it('names the workflow that never does what it has due', async () => {
    const world = new World({ workflows: { [STAGE]: [5] } });
    world.stubborn = true;
    await expect(conduct(world.stage(), noEffort())).rejects.toThrow(
      /stage\/p\/t\/s\/once has something due at 1970/,
    );
  });

  it('says so when workflows live on with nothing left to do', async () => {
    const world = new World({ workflows: { [STAGE]: [Infinity] } });
    await expect(conduct(world.stage(), noEffort())).rejects.toThrow(/1 workflows have not ended/);
  });
});

describe('the pace', () => {
  it('holds back to so many program days a second, and never makes up for lost time', async () => {
    let real = 0;
    const waits: number[] = [];
    const pace = paceOf(
      2,
      () => real,
      (ms) => {
        waits.push(ms);
        real += ms;
        return Promise.resolve();
      },
    );
    const day = 24 * 3600_000;
    await pace.reach(0);
    await pace.reach(day); // half a second for a day
    real += 2000; // a slow stretch
    await pace.reach(2 * day); // late already: no wait
    await pace.reach(3 * day);
    expect(waits).toEqual([500, 500]);
  });
});
