import { describe, expect, it } from 'vitest';
import { loadRoadmap } from '../../src/roadmap/load.ts';
import { grade } from '../harness/reading.ts';
import { roadmapFiles } from './shipped.ts';

interface Said {
  readonly where: string;
  readonly en: string;
  readonly es: string;
}

/** Every text of a roadmap, found by its shape, wherever it stands. */
function textsIn(value: unknown, where: string): readonly Said[] {
  if (typeof value !== 'object' || value === null) return [];
  const { en, es } = value as { en?: unknown; es?: unknown };
  if (typeof en === 'string' && typeof es === 'string') return [{ where, en, es }];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, `${where}.${key}`));
}

const blame =
  /\b(overdue|late|fail(?:ed|ure|s)?|miss(?:ed)?|neglect\w*|forg[eo]t\w*|fault|blame\w*|delay\w*)\b/i;
const culpa =
  /\b(atrasad\w*|retrasad\w*|vencid\w*|fall[aó]\w*|fracas\w*|incumpl\w*|olvid\w*|culpa\w*|demor\w*)\b/i;

const sameInBoth = new Set(['Robin']);

describe.each(roadmapFiles)('texts of %s', (file) => {
  const { roadmap } = loadRoadmap(file);
  const texts = textsIn(roadmap, roadmap.id);

  it('are all there in Spanish, and are Spanish', () => {
    const copied = texts.filter(({ en, es }) => es.trim() === '' || (en === es && !sameInBoth.has(en)));
    expect(copied.map(({ where }) => where)).toEqual([]);
    const spanish = texts.map(({ es }) => es).join(' ');
    expect(spanish).not.toMatch(/\b(the|with|and|patient|team)\b/i);
  });

  it('say that nobody has reviewed the Spanish yet', () => {
    expect(roadmap.translations.es.reviewedBy).toBeNull();
  });

  it('blame nobody, in either language', () => {
    const blaming = texts.filter(({ en, es }) => blame.test(en) || culpa.test(es));
    expect(blaming).toEqual([]);
  });

  it('tell people what to do at a reading grade of nine or less, seven on average', () => {
    const grades = roadmap.steps.map(({ id, instructions }) => ({ id, grade: grade(instructions.en) }));
    expect(grades.filter((each) => each.grade > 9)).toEqual([]);
    expect(grades.reduce((sum, each) => sum + each.grade, 0) / grades.length).toBeLessThan(7);
  });
});

describe('the measure of reading', () => {
  it('tells easy from hard', () => {
    expect(grade('The cat sat on the mat. It was warm.')).toBeLessThan(2);
    expect(
      grade(
        'Organizational stakeholders should operationalize comprehensive interdisciplinary methodologies.',
      ),
    ).toBeGreaterThan(15);
  });
});
