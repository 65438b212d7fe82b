import { describe, expect, it } from 'vitest';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
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
const [maple] = program.teams;
const [advisor] = maple!.advisors;

const row = (more: Partial<ClaimedRow>): ClaimedRow => ({
  id: 'x',
  key: 'x',
  programId: program.id,
  team: 'maple',
  step: 'why-partner',
  occurrence: 'once',
  taskKey: 'two-teams/maple/why-partner/once/ana-ruedas',
  kind: 'escalation.1',
  recipient: 'omar-field',
  about: 'ana-ruedas',
  language: 'en',
  planVersion: 1,
  sendAt: 0,
  attemptAt: 0,
  dueAt: 0,
  collected: {},
  owner: 'ana-ruedas',
  eligible: ['ana-ruedas'],
  attempt: 1,
  doubted: false,
  bundle: null,
  address: null,
  webhookUrl: null,
  lease: '',
  ...more,
});
const offered = (more: Partial<ClaimedRow>) => prepareMail(row(more), context).content.commands;

describe('a mail offers a command only to who may give it', () => {
  it('not to a leader of the clinic, whom the gateway would refuse', () => {
    expect(offered({ recipient: 'omar-field' })).toBeNull();
  });

  it('to the lead of the team and of the program, and to whom the task is for', () => {
    for (const recipient of [maple!.lead, program.lead]) {
      expect(offered({ recipient })?.waive).toContain(`--by ${recipient}`);
    }
    expect(offered({ recipient: 'ana-ruedas', kind: 'reminder.1' })?.complete).toContain('--by ana-ruedas');
  });

  it('to a liaison only where they lead, or the task is for them too', () => {
    const task = { kind: 'checkin', about: advisor!.person, owner: advisor!.person };
    expect(offered({ ...task, recipient: advisor!.liaison, eligible: [advisor!.person] })).toBeNull();
    const both = [advisor!.person, advisor!.liaison];
    expect(offered({ ...task, recipient: advisor!.liaison, eligible: both })?.complete).toBeDefined();
  });
});
