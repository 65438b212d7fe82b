import { describe, expect, it } from 'vitest';
import type { Roadmap, Step } from '../../src/roadmap/roadmap-schema.ts';
import { requirements, unmet } from './requirements.ts';
import { phaseOne } from './shipped.ts';

const { roadmap } = phaseOne;

const changed = (id: string, change: Partial<Step>): Roadmap => ({
  ...roadmap,
  steps: roadmap.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
});

const requirement = (id: string) => {
  const found = requirements.find((each) => each.id === id);
  if (!found) throw new Error(`no requirement ${id}`);
  return found;
};

describe('every requirement of the outline is answered', () => {
  it('all forty-one ids are looked for', () => {
    const ids = Array.from({ length: 42 }, (_, i) => `PWP-${String(i + 1).padStart(2, '0')}`);
    expect(requirements.map(({ id }) => id).sort()).toEqual(ids.filter((id) => id !== 'PWP-32'));
  });

  it.each(requirements.map((each) => [each.id, each] as const))(
    '%s by steps whose track, kind, period and audience match',
    (_, each) => {
      expect(unmet(roadmap, each)).toEqual([]);
    },
  );

  it('and no step cites an id that does not exist', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(roadmap.steps.flatMap(({ sources }) => sources).filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('a citation alone answers nothing', () => {
  it('with the wrong kind', () => {
    expect(unmet(changed('survey-counts', { kind: 'task' }), requirement('PWP-31'))).not.toEqual([]);
  });

  it('with the wrong audience', () => {
    expect(unmet(changed('sdm-values', { audience: ['team_lead'] }), requirement('PWP-17'))).not.toEqual([]);
  });

  it('in the wrong period', () => {
    const due = { businessDay: 5, month: 'M9' };
    expect(unmet(changed('experience-evidence', { due }), requirement('PWP-23'))).not.toEqual([]);
  });

  it('once, where it should go on', () => {
    expect(unmet(changed('monthly-story', { months: 'M3-M4' }), requirement('PWP-10'))).not.toEqual([]);
  });
});
