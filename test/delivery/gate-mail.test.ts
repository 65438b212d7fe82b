import { describe, expect, it } from 'vitest';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import { render } from '../../src/adapters/mail/render.ts';
import { isZone } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { prepareMail } from '../../src/worker/delivery/content.ts';

const { program, roadmap } = loadProgram('examples/two-teams.yaml', { isZone });
const context: ProgramContext = {
  programId: program.id,
  version: 1,
  clock: 'stepped',
  launchAt: null,
  edits: [],
  launched: program,
  launchedWith: roadmap,
  program,
  roadmap: roadmap.roadmap,
  sha256: roadmap.sha256,
};

const need = (key: string, how: 'done' | 'open' | 'waived' | 'ahead') => ({
  key,
  open: how === 'open' ? 1 : 0,
  completed: how === 'done' ? 1 : 0,
  waived: how === 'waived' ? 1 : 0,
});

const row = (kind: string, language: 'en' | 'es', change: Partial<ClaimedRow> = {}): ClaimedRow => ({
  id: 'one',
  key: 'one',
  programId: program.id,
  team: 'maple',
  step: 'quarter-ready',
  occurrence: 'Q1',
  taskKey: `${program.id}/maple/quarter-ready/Q1`,
  kind,
  recipient: kind.startsWith('escalation') ? 'omar-field' : 'greta-lind',
  about: 'greta-lind',
  language,
  planVersion: 1,
  sendAt: 0,
  attemptAt: 0,
  dueAt: Date.parse('2027-07-16T13:00:00Z'),
  owner: 'greta-lind',
  collected: {},
  needs: {
    waivedCounts: false,
    steps: [
      need('survey-goal/M03', 'done'),
      need('survey-goal/M04', 'open'),
      need('survey-goal/M05', 'waived'),
    ],
  },
  attempt: 1,
  doubted: false,
  bundle: null,
  address: null,
  webhookUrl: null,
  lease: '',
  ...change,
});

const mail = (kind: string, language: 'en' | 'es', change: Partial<ClaimedRow> = {}) =>
  render(prepareMail(row(kind, language, change), context).content);

const kinds = ['assigned', 'reminder.1', 'overdue', 'escalation.1'];
const blame = /\b(overdue|late|fail\w*|neglect\w*|forg[eo]t\w*|fault|blame\w*|delay\w*)\b/i;
const culpa =
  /\b(atrasad\w*|retrasad\w*|vencid\w*|fall[aó]\w*|fracas\w*|incumpl\w*|olvid\w*|culpa\w*|demor\w*)\b/i;

describe('a mail about a gate', () => {
  it.each(kinds)('%s lists just what is still missing, with its month, in both languages', (kind) => {
    const { text, html } = mail(kind, 'en');
    expect(text).toContain(
      'Still missing:\n- One goal for this month (May 2027)\n- One goal for this month (June 2027)\n',
    );
    expect(text).not.toContain('April 2027)\n');
    expect(html).toContain('<li>One goal for this month (May 2027)</li>');
    expect(mail(kind, 'es').text).toContain('Aún falta:\n- Una meta para este mes (mayo de 2027)\n');
  });

  it('counts what was waived as done, where the gate says so', () => {
    const steps = [need('survey-goal/M04', 'ahead'), need('survey-goal/M05', 'waived')];
    const { text } = mail('assigned', 'en', { needs: { waivedCounts: true, steps } });
    expect(text).toContain('Still missing:\n- One goal for this month (May 2027)\n\n');
  });

  it.each(kinds)('%s asks nobody to complete it, and says how to go on without', (kind) => {
    for (const language of ['en', 'es'] as const) {
      const { text } = mail(kind, language);
      expect(text).not.toContain('milepost complete');
      // Who is asked to help may not waive it: that is for its owner.
      const waives = text.includes(`milepost waive ${program.id}/maple/quarter-ready/Q1 --by greta-lind`);
      expect(waives).toBe(!kind.startsWith('escalation'));
    }
    expect(mail('assigned', 'en').text).toContain('If it is better to go on without it, say why:');
  });

  it.each(kinds)('%s offers help and blames nobody', (kind) => {
    const [en, es] = [mail(kind, 'en'), mail(kind, 'es')];
    expect(`${en.subject} ${en.text}`).not.toMatch(blame);
    expect(`${es.subject} ${es.text}`).not.toMatch(culpa);
    expect(en.text).toMatch(
      kind.startsWith('escalation') ? /What often helps/ : /Omar Field is\s+glad to help/,
    );
  });

  it('says in its subject what it is', () => {
    expect(kinds.map((kind) => mail(kind, 'en').subject)).toEqual([
      'Still missing before we go on: Each month has its talk and its goal (April to June 2027)',
      'Still missing, planned for Friday, July 16: Each month has its talk and its goal (April to June 2027)',
      'Still missing, can we help? Each month has its talk and its goal (April to June 2027)',
      'Could you help? Each month has its talk and its goal (April to June 2027)',
    ]);
  });
});
