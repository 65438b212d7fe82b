import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { isZone } from '../../src/plan/calendar/zone.ts';
import { surveyWords } from '../../src/survey/words.ts';
import { jsonSchema } from '../../src/roadmap/json-schema.ts';
import { builtInInstruments, instrumentOf, loadInstrument } from '../../src/roadmap/load-instrument.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { commentsNow } from '../../src/roadmap/check-survey.ts';
import { problemsOf } from '../roadmap/bad-files.ts';
import { grade, inflesz } from '../harness/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'milepost-instrument-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pulse = loadInstrument('monthly-pulse');

interface Raw {
  [key: string]: unknown;
  items: Record<string, unknown>[];
}

/** The built-in instrument, changed and written to a file. */
function changed(change: (raw: Raw) => void): string {
  const raw = parse(readFileSync('instruments/monthly-pulse.yaml', 'utf8')) as Raw;
  change(raw);
  const file = join(folder, 'changed.yaml');
  writeFileSync(file, stringify(raw));
  return file;
}

/** Every text with both languages, wherever it stands. */
function textsIn(value: unknown): readonly { en: string; es: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { en, es } = value as { en?: unknown; es?: unknown };
  if (typeof en === 'string' && typeof es === 'string') return [{ en, es }];
  return Object.values(value).flatMap(textsIn);
}

/** Every string of what a page says, wherever it stands. */
const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [(value as (place: string) => string)('Brook Clinic')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

describe('the monthly pulse', () => {
  it('asks on access, communication, respect, coordination and shared decisions', () => {
    expect(pulse.items.map(({ id, type }) => [id, type])).toEqual([
      ['access', 'frequency'],
      ['communication', 'frequency'],
      ['respect', 'frequency'],
      ['coordination', 'frequency'],
      ['shared-decisions', 'frequency'],
      ['overall', 'scale'],
      ['same-again', 'yes-no'],
      ['comment', 'text'],
    ]);
    const shared = pulse.items.find(({ id }) => id === 'shared-decisions')!;
    expect(shared.text.en).toMatch(/goals.*strengths.*what you want/);
    expect(shared.hint?.en).toMatch(/what we do for you.*your own health/);
  });

  it('asks nothing that must be answered', () => {
    for (const item of pulse.items) expect(item).not.toHaveProperty('required', true);
  });

  it('says openly that nobody has reviewed the Spanish, and does not call itself CAHPS', () => {
    expect(pulse.translations.es.reviewedBy).toBeNull();
    expect(JSON.stringify([pulse, surveyWords])).not.toMatch(/cahps/i);
  });

  it('is there in both languages, and the Spanish is Spanish', () => {
    for (const { en, es } of textsIn(pulse)) {
      expect(es).not.toBe(en);
      expect(es).not.toMatch(/\b(the|with|your|care|team)\b/i);
    }
  });

  it('and the pages around it can be read in English with six years of school', () => {
    for (const { en } of textsIn(pulse.items.map(({ text, hint }) => [text, hint]))) {
      expect({ en, grade: grade(en) }).toEqual({ en, grade: expect.toSatisfy((g: number) => g <= 6) });
    }
    const page = stringsIn(surveyWords.en).filter((text) => text.split(' ').length > 3);
    const said = [...page, ...textsIn(pulse).map(({ en }) => en)].map((text) =>
      text.replace(/[^.?!:]$/, '$&.'),
    );
    expect(grade(said.join(' '))).toBeLessThanOrEqual(6);
  });

  it('and the pages around it are fairly easy in Spanish', () => {
    const page = stringsIn(surveyWords.es).filter((text) => text.split(' ').length > 3);
    const said = [...page, ...textsIn(pulse).map(({ es }) => es)].map((text) =>
      text.replace(/[^.?!:]$/, '$&.'),
    );
    expect(inflesz(said.join(' '))).toBeGreaterThanOrEqual(65);
  });
});

describe('the measures of reading', () => {
  it('tell easy from hard', () => {
    expect(grade('The cat sat on the mat. It was warm.')).toBeLessThan(2);
    expect(
      grade(
        'Organizational stakeholders should operationalize comprehensive interdisciplinary methodologies.',
      ),
    ).toBeGreaterThan(15);
    expect(inflesz('El gato duerme. Hace sol. Como pan.')).toBeGreaterThan(80);
    expect(
      inflesz('La interdisciplinariedad metodológica institucionalizada posibilita operacionalizaciones.'),
    ).toBeLessThan(0);
  });
});

describe('an instrument file', () => {
  it('is accepted by the JSON Schema that we print', () => {
    const reader = z.fromJSONSchema(
      structuredClone(jsonSchema('instrument')) as z.core.JSONSchema.BaseSchema,
    );
    for (const id of builtInInstruments()) {
      const raw = parse(readFileSync(`instruments/${id}.yaml`, 'utf8')) as Raw;
      expect(reader.safeParse(raw).error?.issues).toBeUndefined();
      expect(reader.safeParse({ ...raw, itmes: [] }).success).toBe(false);
    }
  });

  it.each<[string, (raw: Raw) => void, string, RegExp]>([
    [
      'a misspelt key',
      (raw) => (raw.items[0]!['typ'] = 'scale'),
      'items[access].typ',
      /nothing is called "typ"/,
    ],
    [
      'no Spanish',
      (raw) => delete (raw.items[1]!['text'] as { es?: string }).es,
      'items[communication].text.es',
      /Spanish text is missing/,
    ],
    ['two items of one id', (raw) => (raw.items[1]!['id'] = 'access'), 'items[access].id', /already an item/],
    ['an unknown type', (raw) => (raw.items[0]!['type'] = 'stars'), 'items[access].type', /no such type/],
    [
      'a word of the form',
      (raw) => (raw.items[0]!['id'] = 'version'),
      'items[version].id',
      /word of the form/,
    ],
    ['nothing to count', (raw) => (raw.items = raw.items.slice(-1)), 'items', /nothing here can be counted/],
    ['a good answer that is none', (raw) => (raw.items[0]!['good'] = 9), 'items[access].good', /too much/],
    [
      'two places to write in',
      (raw) => raw.items.push({ ...raw.items.at(-1)!, id: 'more' }),
      'items[more].type',
      /second place/,
    ],
  ])('with %s is refused, with its place', (_, change, path, problem) => {
    const file = changed(change);
    const problems = problemsOf(() => loadInstrument(file));
    const [first] = problems;
    expect(problems).toHaveLength(1);
    expect(first).toMatchObject({ file, path, problem: expect.stringMatching(problem) });
    expect(first?.line).toBeGreaterThan(0);
  });

  it('that is not there is refused, and a misspelt id shows what was meant', () => {
    expect(problemsOf(() => loadInstrument('./nowhere.yaml'))[0]?.problem).toMatch(/no such file/);
    expect(problemsOf(() => loadInstrument('montly-pulse'))[0]?.fix).toContain('monthly-pulse');
  });
});

describe('a program', () => {
  const example = readFileSync('examples/two-teams.yaml', 'utf8');
  const comments = {
    reader: 'ines-calder',
    protocol: 'Reading comments safely, binder 4 at the front desk',
    urgent: [{ label: { en: 'Nurse line', es: 'Línea de enfermería' }, phone: '555-0100' }],
  };
  const withSurvey = (survey: unknown) => {
    const file = join(folder, 'program.yaml');
    writeFileSync(file, stringify({ ...(parse(example) as object), survey }));
    return () => loadProgram(file, { isZone }).program;
  };

  it('asks the pulse without free text, where it says nothing of a survey', () => {
    const { program } = loadProgram('examples/two-teams.yaml', { isZone });
    expect(instrumentOf(program.survey)).toEqual(pulse);
    expect(commentsNow(program)).toBeNull();
  });

  it('asks for free text once it names a reader outside the teams, a protocol and who can be called', () => {
    expect(commentsNow(withSurvey({ comments })())).toEqual(comments);
    for (const missing of ['reader', 'protocol', 'urgent'] as const) {
      const { [missing]: _, ...rest } = comments;
      expect(problemsOf(withSurvey({ comments: rest }))[0]?.path).toBe(`survey.comments.${missing}`);
    }
  });

  it.each(['greta-lind', 'hugo-marsh', 'ana-ruedas', 'rosa-almendro'])(
    'cannot have %s of the team read what may be about the team',
    (reader) => {
      const problems = problemsOf(withSurvey({ comments: { ...comments, reader } }));
      expect(problems).toMatchObject([
        { path: 'survey.comments.reader', value: reader, problem: expect.stringContaining('maple') },
      ]);
    },
  );

  it('cannot name a reader who is nobody', () => {
    const problems = problemsOf(withSurvey({ comments: { ...comments, reader: 'nobody' } }));
    expect(problems).toMatchObject([{ path: 'survey.comments.reader', problem: 'there is no such person' }]);
  });

  it('carries an instrument of its own in it, so that nothing hangs on a file', () => {
    changed((raw) => (raw['id'] = 'own-words'));
    const program = withSurvey({ instrument: './changed.yaml' })();
    expect(instrumentOf(program.survey)).toMatchObject({ ...pulse, id: 'own-words' });
    expect(problemsOf(withSurvey({ instrument: './nowhere.yaml' }))[0]).toMatchObject({
      path: 'survey.instrument',
      problem: expect.stringContaining('there is no file'),
    });
    expect(problemsOf(withSurvey({ instrument: 'monthly-puls' }))[0]?.fix).toContain('monthly-pulse');
  });
});
