import type { Pool } from 'pg';
import { expect } from 'vitest';
import type { Wish } from '../../src/change/wishes.ts';
import { CommandError } from '../../src/client/types.ts';
import type { Command, Draw } from './commands.ts';
import type { Delivery } from './delivery.ts';
import type { Engine } from './engine.ts';
import { type Change, LAUNCH, Model, stepIds, teamIds } from './model.ts';
import { inspect, type MessageRow } from './inspect.ts';
import { tinyProgram, tinyRoadmap } from './program.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Leads the program. */
const BY = 'gus';
/** Looks at one program, until something is surely wrong. */
const MOST_MOMENTS = 500;

type Asked = Change & { readonly wish: Wish };

/** One program carried through a sequence, beside the model of it. */
export class Trial {
  readonly model: Model;
  readonly #pool: Pool;
  readonly #engine: Engine;
  readonly #delivery: Delivery;
  readonly #program: string;
  /** Rows of closed tasks as they were when they closed. */
  readonly #closed = new Map<string, string>();
  /** Keys of which nobody knows whether they arrived. */
  readonly #doubted = new Set<string>();
  /** As they stood after the last command. */
  #messages: readonly MessageRow[] = [];
  #commands = 0;

  constructor(parts: {
    readonly pool: Pool;
    readonly engine: Engine;
    readonly delivery: Delivery;
    readonly program: string;
  }) {
    this.#pool = parts.pool;
    this.#engine = parts.engine;
    this.#delivery = parts.delivery;
    this.#program = parts.program;
    this.model = new Model(parts.program);
  }

  async carryThrough(commands: readonly Command[]): Promise<void> {
    await this.#begin();
    for (const command of commands) await this.#perform(command);
    await this.#end();
  }

  async #begin(): Promise<void> {
    await this.#setClock(LAUNCH);
    await this.#engine.launch(tinyProgram(this.#program), tinyRoadmap, LAUNCH);
    await this.#advance(LAUNCH);
    this.model.advance(LAUNCH);
    await this.#check(new Set());
  }

  /** What happened is written down once, however often it was asked to be. */
  async #end(): Promise<void> {
    const { rows } = await this.#pool.query<{ type: string; key: string }>(
      `SELECT type, key FROM event
        WHERE program_id = $1 AND type IN ('step.opened', 'task.completed', 'task.waived', 'task.lapsed', 'plan.changed')
        GROUP BY type, key HAVING count(*) > 1`,
      [this.#program],
    );
    expect(rows).toEqual([]);
  }

  /** Does one thing in the program and in the model, and compares the two. */
  async #perform(command: Command): Promise<void> {
    const from = this.model.now;
    const arrived = this.#delivery.arrived.length;
    const over = new Set(
      [...this.model.tasks.values()].flatMap((task) => (task.closed === null ? [] : [task.key])),
    );
    // What was said once is not said again, but for what has a date.
    const said = new Set(
      this.#messages.filter(({ waits }) => !waits).map(({ task, kind, to }) => `${task} ${kind} ${to}`),
    );
    const calm = this.model.up && this.#delivery.faults.length === 0;
    await this.#do(command);
    const news = this.#delivery.arrived.slice(arrived);
    for (const { task, at, to } of news) {
      expect({ task, closedBefore: over.has(task!) }).toEqual({ task, closedBefore: false });
      expect({ task, to, at: iso(at), opens: iso(this.model.openHour(to, at)) }).toEqual({
        task,
        to,
        at: iso(at),
        opens: iso(at),
      });
    }
    if (command.do === 'wait' && calm) this.#arrivedInTime(from, said, news);
    await this.#check(said);
  }

  async #do(command: Command): Promise<void> {
    const { model } = this;
    switch (command.do) {
      case 'wait':
        await this.#advance(model.now + command.hours * HOUR);
        return model.advance(model.now + command.hours * HOUR);
      case 'close':
        return this.#close(command);
      case 'change':
        return this.#change(command.draw, command.again);
      case 'two leads':
        return this.#race(command.draws);
      case 'undo':
        return this.#undo(command.nth);
      case 'away':
        model.up = false;
        return this.#engine.stop();
      case 'back':
        if (model.up) return;
        await this.#engine.start();
        model.up = true;
        model.hear();
        return this.#advance(model.now);
      case 'trouble':
        this.#delivery.faults.push(...command.faults);
    }
  }

  async #close({ nth, how }: Extract<Command, { do: 'close' }>): Promise<void> {
    const open = this.model.open.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const task = open[nth % Math.max(1, open.length)];
    if (task === undefined || !this.model.up) return;
    const id = `${this.#program}-${(this.#commands += 1)}`;
    const by = this.model.owner(task);
    const answer = await this.#engine.close({ id, kind: how, task: task.key, by, now: this.model.now });
    const status = how === 'complete' ? ('completed' as const) : ('waived' as const);
    expect(answer).toMatchObject({ status, changed: true });
    this.model.close(task.key, status);
    await this.#advance(this.model.now);
  }

  async #change(draw: Draw, again: boolean): Promise<void> {
    const asked = await this.#preview(draw);
    if (asked === null) return;
    const result = await this.#engine.changes.apply({ change: asked.id, by: BY });
    expect(result).toMatchObject({ id: asked.id, changed: true });
    if (again) {
      const repeated = await this.#engine.changes.apply({ change: asked.id, by: BY });
      expect(repeated).toMatchObject({ id: asked.id, version: result.version, changed: false });
    }
    this.model.change([...this.model.changes, asked]);
    await this.#advance(this.model.now);
  }

  async #race(draws: readonly Draw[]): Promise<void> {
    const asked: Asked[] = [];
    for (const draw of draws) {
      const one = await this.#preview(draw);
      if (one !== null) asked.push(one);
    }
    const outcomes = await Promise.allSettled(
      asked.map(({ id }) => this.#engine.changes.apply({ change: id, by: BY })),
    );
    const made = outcomes.flatMap((outcome, index) =>
      outcome.status === 'fulfilled' ? [{ change: asked[index]!, version: outcome.value.version }] : [],
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toBeInstanceOf(CommandError);
      expect(outcome.reason).toMatchObject({ code: expect.stringMatching(/^(conflict|invalid_answer)$/) });
    }
    if (asked.length > 0) expect(made.length).toBeGreaterThan(0);
    made.sort((a, b) => a.version - b.version);
    this.model.change([...this.model.changes, ...made.map(({ change }) => change)]);
    await this.#advance(this.model.now);
  }

  async #undo(nth: number): Promise<void> {
    const { model } = this;
    const { changes } = model;
    const change = changes[nth % Math.max(1, changes.length)];
    if (change === undefined) return;
    const undo = await this.#engine.changes.previewUndo({ change: change.id, by: BY });
    // While nobody runs the steps, what was taken out of the plan is still to be closed: it does not come back before.
    const closing = model.closingSince(change);
    expect(undo.radius.problems.toSorted()).toEqual(
      closing.map(
        (run) => `${run}/once is being closed, for it was taken out of the plan; ask again in a moment`,
      ),
    );
    if (closing.length > 0) return;
    await this.#engine.changes.apply({ change: undo.id!, by: BY });
    model.change(changes.filter((each) => each !== change));
    await this.#advance(this.model.now);
  }

  /** Asks for a change as the model would make it; null where either says that it cannot be. */
  async #preview(draw: Draw): Promise<Asked | null> {
    const made = this.#asked(draw);
    if (made === 'not now') return null;
    try {
      const { id, radius } = await this.#engine.changes.preview({
        program: this.#program,
        by: BY,
        wish: made?.wish ?? wishOf(draw, this.model.now),
      });
      expect({ draw, refused: id === null, problems: radius.problems }).toEqual({
        draw,
        refused: made === null,
        problems: made === null ? radius.problems : [],
      });
      return id === null || made === null ? null : { ...made, id };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      expect({ draw, refused: error.message, expected: made === null }).toEqual({
        draw,
        refused: error.message,
        expected: true,
      });
      return null;
    }
  }

  /** The change that a draw would make; null where it should be refused, `not now` where the model cannot say. */
  #asked(draw: Draw): Asked | null | 'not now' {
    const { model } = this;
    const common = { id: '', at: model.now, wish: wishOf(draw, model.now) };
    switch (draw.kind) {
      case 'shift':
      case 'skip': {
        const there = teamIds.some((team) =>
          stepIds.some(
            (step) =>
              (draw.scope.team ?? team) === team &&
              (draw.scope.step ?? step) === step &&
              !model.isSkipped(team, step),
          ),
        );
        if (!there) return null;
        return this.#inTime({ ...common, ...draw });
      }
      case 'pause':
        if (model.pauseOf(draw.scope.team ?? 'all') !== null) return null;
        return this.#anythingOf(draw.scope.team) ? { ...common, ...draw } : null;
      case 'resume': {
        const over = new Set(model.changes.flatMap((each) => (each.kind === 'resume' ? [each.pause] : [])));
        const pause = model.changes.find(
          (each) => each.kind === 'pause' && !over.has(each.id) && each.scope.team === draw.scope.team,
        );
        if (pause === undefined || !this.#anythingOf(draw.scope.team)) return null;
        const days = draw.move ? Math.max(1, Math.ceil((model.now - pause.at) / DAY)) : 0;
        return this.#inTime({ ...common, kind: 'resume', scope: draw.scope, pause: pause.id, days });
      }
      case 'absence': {
        const away = model.changes.flatMap((each) => (each.kind === 'absence' ? [each] : []));
        if (draw.person === draw.cover) return null;
        // One cover of one person: chains and circles have tests of their own.
        if (away.some(({ person, cover }) => cover === draw.person || person === draw.cover))
          return 'not now';
        const from = new Date(model.now + draw.ahead * DAY).toISOString().slice(0, 10);
        const until = new Date(model.now + (draw.ahead + draw.length) * DAY).toISOString().slice(0, 10);
        const { kind, person, cover } = draw;
        return { ...common, kind, person, cover, from, until };
      }
      case 'reassign':
        if (draw.from === draw.to) return null;
        return stepIds.some(
          (step) =>
            (draw.scope.step ?? step) === step &&
            teamIds.some((team) => (draw.scope.team ?? team) === team && !model.isSkipped(team, step)),
        )
          ? { ...common, ...draw }
          : null;
    }
  }

  #anythingOf(team: string | undefined): boolean {
    return teamIds.some(
      (each) => (team ?? each) === each && stepIds.some((step) => !this.model.isSkipped(each, step)),
    );
  }

  /** Nothing may become late by a change. */
  #inTime(asked: Asked): Asked | null {
    const { model } = this;
    const runs = teamIds.flatMap((team) => stepIds.map((step) => ({ team, step })));
    const before = new Map(runs.map(({ team, step }) => [`${team}/${step}`, model.due(team, step)]));
    const next = new Model(this.#program);
    next.changes = [...model.changes, asked];
    const late = runs.some(
      ({ team, step }) =>
        model.begun.get(`${team}/${step}`) !== 'over' &&
        !next.isSkipped(team, step) &&
        before.get(`${team}/${step}`)! > model.now &&
        next.due(team, step) <= model.now,
    );
    return late ? null : asked;
  }

  /** From moment to moment, as far as somebody is there to do anything. */
  async #advance(to: number): Promise<void> {
    let now = this.model.now;
    for (let moments = 0; this.model.up; moments += 1) {
      if (moments > MOST_MOMENTS) throw new Error(`the program does not get past ${iso(now)}`);
      await this.#engine.settle(now);
      const faults = this.#delivery.faults.length;
      const arrived = this.#delivery.arrived.length;
      await this.#delivery.drain(now);
      if (faults > 0) for (const { key } of this.#delivery.arrived.slice(arrived)) this.#doubted.add(key);
      const { rows } = await this.#pool.query<{ next: Date | null }>(
        `SELECT least((SELECT min(next_at) FROM workflow_state WHERE program_id = $1 AND status = 'running'),
                      (SELECT min(attempt_at) FROM outbox WHERE program_id = $1 AND NOT no_retry
                                                           AND state IN ('pending', 'not_sent', 'in_doubt'))) AS next`,
        [this.#program],
      );
      const next = rows[0]?.next?.getTime() ?? null;
      if (next === null || next > to) break;
      now = Math.max(now, next);
      await this.#setClock(now);
    }
    await this.#setClock(to);
  }

  async #setClock(now: number): Promise<void> {
    await this.#pool.query(
      `INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)
       ON CONFLICT (id) DO UPDATE SET now = $1, tick = clock.tick + 1`,
      [new Date(now)],
    );
  }

  /** What was to be said while time passed, was said to the minute, where nothing was in its way. */
  #arrivedInTime(from: number, said: ReadonlySet<string>, news: Delivery['arrived']): void {
    const { model } = this;
    const came = new Set(news.map(({ task, kind, to, at }) => `${task} ${kind} ${to} ${at}`));
    for (const task of model.open) {
      if (model.pauseOf(task.team) !== null || model.isSkipped(task.team, task.step)) continue;
      for (const { kind, to, at } of model.wanted(task)) {
        if (at <= from || at > model.now || this.#saidOnce(kind, `${task.key} ${kind} ${to}`, said)) continue;
        const line = `${task.key} ${kind} ${to} ${at}`;
        expect({ line, at: iso(at), came: came.has(line) }).toEqual({ line, at: iso(at), came: true });
      }
    }
  }

  #saidOnce(kind: string, line: string, said: ReadonlySet<string>): boolean {
    return (kind === 'assigned' || kind === 'checkin') && said.has(line);
  }

  async #check(said: ReadonlySet<string>): Promise<void> {
    const { model } = this;
    const { tasks, messages } = await inspect(this.#pool, this.#program);
    this.#messages = messages;
    const stands = tasks.filter(({ isOpen }) => isOpen);
    expect(stands.map(({ key }) => key)).toEqual(model.open.map(({ key }) => key).toSorted());
    for (const { key, owner, eligible, dueAt, status, volunteer } of stands) {
      const task = model.tasks.get(key)!;
      if (model.isSkipped(task.team, task.step)) continue;
      const late = model.due(task.team, task.step) <= model.now;
      expect({ key, owner, due: iso(dueAt), may: eligible.includes(owner) }).toEqual({
        key,
        owner: model.owner(task),
        due: iso(model.due(task.team, task.step)),
        may: true,
      });
      if (model.up && model.pauseOf(task.team) === null && !volunteer) {
        expect({ key, late: status !== 'assigned' }).toEqual({ key, late });
      }
    }
    for (const { key, row, isOpen, status } of tasks) {
      if (isOpen) continue;
      expect({ key, status }).toEqual({ key, status: model.tasks.get(key)?.closed });
      const then = this.#closed.get(key) ?? row;
      this.#closed.set(key, row);
      expect(row).toBe(then);
    }
    this.#once();
    for (const task of model.open) {
      const waiting = messages.filter((message) => message.task === task.key && message.waits);
      this.#messagesOf(task.key, waiting, said, messages);
    }
    const closed = messages.filter(({ task, waits }) => waits && task !== null && !isOpenIn(model, task));
    expect(closed).toEqual([]);
  }

  /** Each message once; where nobody knows whether it arrived, again under the same key. */
  #once(): void {
    const seen = new Set<string>();
    for (const { key } of this.#delivery.arrived) {
      if (!this.#doubted.has(key)) expect({ key, twice: seen.has(key) }).toEqual({ key, twice: false });
      seen.add(key);
    }
  }

  /** What waits about an open task is what the model says is still to come. */
  #messagesOf(
    key: string,
    waiting: readonly MessageRow[],
    said: ReadonlySet<string>,
    all: readonly MessageRow[],
  ): void {
    const { model } = this;
    const task = model.tasks.get(key)!;
    if (model.isSkipped(task.team, task.step)) return expect(waiting).toEqual([]);
    const paused = model.pauseOf(task.team) !== null;
    for (const { key: message, state } of waiting) {
      expect({ message, held: state === 'held' }).toEqual({ message, held: paused });
    }
    const wanted = model.wanted(task).filter(({ at }) => at > model.now);
    const line = (it: { kind: string; to: string; at: number }) => `${it.kind} ${it.to} ${iso(it.at)}`;
    const there = new Set(waiting.map(line));
    for (const each of wanted) {
      const over = all.some(
        (it) => it.task === key && it.kind === each.kind && it.to === each.to && !it.waits,
      );
      if (this.#saidOnce(each.kind, `${key} ${each.kind} ${each.to}`, said) || over) {
        if (each.kind === 'assigned' || each.kind === 'checkin') continue;
      }
      expect({ key, line: line(each), there: [...there] }).toEqual({
        key,
        line: line(each),
        there: expect.arrayContaining([line(each)]),
      });
    }
    const lines = new Set(wanted.map(line));
    for (const message of waiting) {
      if (message.at <= model.now || lines.has(line(message))) {
        // What is due and could leave has left; what the mail server asked to wait for has a time of its own.
        if (model.up && !paused) expect(message.attemptAt).toBeGreaterThan(model.now);
        continue;
      }
      const deferred = iso(model.openHour(message.to, model.now));
      const late = message.kind === 'handover' ? iso(model.openHour(message.to, message.at)) : deferred;
      expect({ message: message.key, at: iso(message.at), kind: message.kind }).toEqual({
        message: message.key,
        at: late,
        kind: message.kind,
      });
    }
  }
}

const isOpenIn = (model: Model, task: string): boolean => model.tasks.get(task)?.closed === null;

const iso = (at: number): string => new Date(at).toISOString();

function wishOf(draw: Draw, now: number): Wish {
  switch (draw.kind) {
    case 'absence': {
      const day = (ahead: number): string => new Date(now + ahead * DAY).toISOString().slice(0, 10);
      const { kind, person, cover, ahead, length } = draw;
      return { kind, person, cover, from: day(ahead), until: day(ahead + length) };
    }
    case 'reassign':
      return { ...draw, task: null };
    default:
      return draw;
  }
}
