import { expect, it } from 'vitest';
import { render } from '../../src/adapters/mail/render.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import type { ProgramContext } from '../../src/activities/ports.ts';
import { collectionOf } from '../../src/activities/quarter-collection.ts';
import { compile, isZone, planContext } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { prepareMail } from '../../src/worker/delivery/content.ts';

const { program, roadmap } = loadProgram('examples/two-teams.yaml', { isZone });
const context = (rest: readonly string[] = []): ProgramContext => ({
  programId: program.id,
  version: 1,
  clock: 'stepped',
  launchAt: null,
  edits: [],
  launched: program,
  launchedWith: roadmap,
  program: { ...program, rest: [...rest] },
  roadmap: roadmap.roadmap,
  sha256: roadmap.sha256,
});
const [collect] = compile(program, roadmap).steps.filter(
  ({ stage, kind, occurrence }) =>
    stage === 'quarterly-review' && kind === 'automatic' && occurrence === 'Q2',
);
if (collect === undefined) throw new Error('the roadmap collects no quarter');
const lead = program.teams.find(({ id }) => id === collect.team)!.lead;

const mail = (language: 'en' | 'es', present: readonly string[]): ClaimedRow => ({
  id: 'one',
  key: 'one',
  programId: program.id,
  team: collect.team,
  step: collect.id,
  occurrence: 'Q2',
  taskKey: null,
  kind: 'notice',
  recipient: lead,
  about: lead,
  language,
  planVersion: 1,
  sendAt: 0,
  attemptAt: 0,
  dueAt: null,
  owner: null,
  collected: {
    'quarterly-review': {
      expected: ['M06', 'M07', 'M08'].map((month) => `${collect.team}/${month}`),
      present,
    },
  },
  attempt: 1,
  doubted: false,
  bundle: null,
  address: null,
  webhookUrl: null,
  lease: '',
});
const text = (row: ClaimedRow): string => render(prepareMail(row, context()).content).text;

it('a quarterly review says two of three where a month is missing, and which', () => {
  const present = [`${collect.team}/M06`, `${collect.team}/M08`];
  expect(text(mail('en', present))).toContain('2 of 3; still to come: August 2027');
  expect(text(mail('es', present))).toContain('2 de 3; falta: agosto de 2027');
});

it('a quarterly review with all its months says so', () => {
  const all = ['M06', 'M07', 'M08'].map((month) => `${collect.team}/${month}`);
  expect(text(mail('en', all))).toContain('3 of 3');
});

it('a month at rest is not missing', () => {
  const expected = collectionOf(collect, planContext({ ...program, rest: ['M8-M11'] }, roadmap)).flatMap(
    (each) => each.expected,
  );
  expect(expected.map(({ month }) => month)).toEqual(['M06', 'M07']);
});
