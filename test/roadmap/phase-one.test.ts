import { describe, expect, it } from 'vitest';
import { compilePlan, planContext, workloadOf } from '../../src/plan/index.ts';
import type { Step } from '../../src/roadmap/roadmap-schema.ts';
import { example, phaseOne } from './shipped.ts';

const { roadmap } = phaseOne;

const step = (id: string): Step => {
  const found = roadmap.steps.find((each) => each.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};

const fieldsOf = (id: string): readonly string[] => step(id).completion.fields.map((field) => field.id);

const optionsOf = (id: string, field: string): readonly string[] =>
  (step(id).completion.fields.find((each) => each.id === field)?.options ?? []).map((option) => option.id);

describe('the three tracks', () => {
  it('have exactly the periods of the outline, and name what we added', () => {
    const periods = Object.fromEntries(
      roadmap.tracks.map(({ id, periods }) => [
        id,
        periods.map((p) => p.months + (p.extension ? ' ours' : '')),
      ]),
    );
    expect(periods).toEqual({
      partnering: ['M0-M3', 'M3-M7', 'M12-M24'],
      'shared-decisions': ['M3-M7', 'M12-M19'],
      experience: ['M0-M3', 'M3-M7', 'M8-M11 ours', 'M12-M19', 'M20-M24 ours'],
    });
    expect(roadmap.months).toBe(25);
  });
});

describe('consent comes first', () => {
  it('shadowing waits for recorded consent and is skipped without it', () => {
    expect(step('mapping-consent').emits).toBe('consent-recorded');
    expect(step('shadow-visits').due).toMatchObject({ onEvent: 'consent-recorded', otherwise: 'skip' });
  });

  it('records who asked, in which language, what may be shared and how to withdraw', () => {
    expect(fieldsOf('mapping-consent')).toEqual(
      expect.arrayContaining(['asked-by', 'language', 'sharing', 'withdrawal']),
    );
  });

  it('no form asks who a patient is', () => {
    const asksWho = /\b(name|birth|record number|photo|address|phone|date of birth)\w*\b/i;
    const labels = roadmap.steps.flatMap(({ completion }) =>
      completion.fields.map((field) => field.label.en),
    );
    expect(labels.filter((label) => asksWho.test(label))).toEqual([]);
  });

  it('forms about a person’s care ask to leave out who it was', () => {
    for (const id of ['mapping-consent', 'shadow-visits', 'monthly-story', 'survey-reflection']) {
      expect(step(id).instructions.en).toMatch(/no names|leave out names|without names/i);
    }
  });
});

describe('the monthly cycle', () => {
  it('asks what was heard before it shows numbers', () => {
    expect(fieldsOf('survey-reflection').slice(0, 2)).toEqual(['heard', 'numbers']);
  });

  it('reflection opens with the results, and at the latest without them', () => {
    expect(step('survey-results').emits).toBe('results-published');
    expect(step('survey-reflection').due).toMatchObject({ onEvent: 'results-published', otherwise: 'open' });
  });

  it('lets a goal rest on what people told, and asks for a prediction', () => {
    expect(optionsOf('survey-goal', 'rests-on')).toContain('narrative');
    expect(fieldsOf('survey-goal')).toContain('prediction');
  });
});

describe('a practice change', () => {
  it('waits for the finished maps, and opens at the latest without them', () => {
    expect(step('maps-finished').emits).toBe('map-finished');
    expect(step('choose-change').due).toMatchObject({ onEvent: 'map-finished', otherwise: 'open' });
  });

  it('ends in adopting, adapting or letting go', () => {
    expect(optionsOf('decide-change', 'decision')).toEqual(['adopt', 'adapt', 'abandon']);
  });
});

describe.each(['two-organizations.yaml', 'two-teams.yaml'])('the load of %s', (name) => {
  const { program, roadmap: loaded } = example(name);
  const ctx = planContext(program, loaded);
  const work = workloadOf(ctx, compilePlan(ctx));

  const hours = (people: readonly string[]): number =>
    Math.max(...work.filter(({ person }) => people.includes(person)).map(({ minutes }) => minutes)) / 60;

  it('asks at most four hours a month of an advisor', () => {
    expect(
      hours(program.teams.flatMap((team) => team.advisors.map(({ person }) => person))),
    ).toBeLessThanOrEqual(4);
  });

  it('asks at most six hours a month of a lead, and two of everyone else in a team', () => {
    expect(hours(program.teams.map(({ lead }) => lead))).toBeLessThanOrEqual(6);
    const others = program.teams.flatMap((team) => [...team.members, ...team.staff, ...team.peerProviders]);
    expect(hours(others)).toBeLessThanOrEqual(2);
  });
});
