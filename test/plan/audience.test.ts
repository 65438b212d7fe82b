import { describe, expect, test } from 'vitest';
import { PROGRAM_SCOPE } from '../../src/domain/keys.ts';
import type { Role } from '../../src/domain/roles.ts';
import { assigneesOf, escalationChain, liaisonOf } from '../../src/plan/audience.ts';
import { makeProgram } from './fixtures.ts';

const who = (audience: Role[], team = 'team', program = makeProgram()) =>
  assigneesOf(program, { audience }, team).map(({ person }) => person);

describe('the audience of a step', () => {
  test('comes in the order of its roles, then of the file, each person once', () => {
    const program = makeProgram({ team: { members: ['max', 'lea', 'mia'] } });
    expect(who(['team_lead', 'member', 'staff'], 'team', program)).toEqual(['lea', 'max', 'mia', 'sam']);
    expect(who(['staff', 'team_lead'])).toEqual(['sam', 'lea']);
  });

  test('of a team reaches its clinic’s and organization’s leaders and the program lead', () => {
    expect(who(['clinic_leader', 'org_leader', 'program_lead', 'peer_provider'])).toEqual([
      'carl',
      'cora',
      'olga',
      'pat',
      'pia',
    ]);
  });

  test('of the whole program takes everyone with the role', () => {
    expect(who(['team_lead', 'advisor', 'clinic_leader'], PROGRAM_SCOPE)).toEqual([
      'lea',
      'ada',
      'carl',
      'cora',
    ]);
  });

  test('only advisors are volunteers, and they stay so with a second role', () => {
    const program = makeProgram({ team: { peerProviders: ['ada', 'pia'] } });
    expect(assigneesOf(program, { audience: ['peer_provider', 'advisor', 'staff'] }, 'team')).toEqual([
      { person: 'ada', volunteer: true },
      { person: 'pia', volunteer: false },
      { person: 'sam', volunteer: false },
    ]);
    expect(assigneesOf(program, { audience: ['peer_provider'] }, 'team')[0]?.volunteer).toBe(false);
  });
});

describe('whom an overdue task is brought to', () => {
  test('the team lead, then the clinic leader, at last the program lead', () => {
    expect(escalationChain(makeProgram(), 'team', 'sam')).toEqual(['lea', 'carl', 'pat']);
  });

  test('never oneself and nobody below', () => {
    const program = makeProgram();
    expect(escalationChain(program, 'team', 'lea')).toEqual(['carl', 'pat']);
    expect(escalationChain(program, 'team', 'carl')).toEqual(['pat']);
    expect(escalationChain(program, 'team', 'cora')).toEqual(['pat']);
    expect(escalationChain(program, 'team', 'olga')).toEqual(['pat']);
    expect(escalationChain(program, 'team', 'pat')).toEqual([]);
  });

  test('nobody twice', () => {
    expect(escalationChain(makeProgram({ team: { lead: 'carl' } }), 'team', 'sam')).toEqual(['carl', 'pat']);
    expect(escalationChain(makeProgram({ team: { lead: 'pat' } }), 'team', 'sam')).toEqual(['pat', 'carl']);
  });

  test('of a program-wide step: a clinic leader’s organization, then the program lead', () => {
    const program = makeProgram();
    expect(escalationChain(program, PROGRAM_SCOPE, 'cora')).toEqual(['olga', 'pat']);
    expect(escalationChain(program, PROGRAM_SCOPE, 'sam')).toEqual(['pat']);
    expect(escalationChain(program, PROGRAM_SCOPE, 'pat')).toEqual([]);
  });
});

describe('the liaison of an advisor', () => {
  test('is the one that the team names', () => {
    expect(liaisonOf(makeProgram(), 'team', 'ada')).toBe('mia');
    expect(liaisonOf(makeProgram(), PROGRAM_SCOPE, 'ada')).toBe('mia');
  });

  test('whoever advises no team has none', () => {
    expect(() => liaisonOf(makeProgram(), 'team', 'sam')).toThrow(/sam advises no team/);
  });
});
