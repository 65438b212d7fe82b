import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/domain/policy.ts';
import type { AccessTable } from '../../src/portal/access.ts';
import { inLanguage } from '../../src/portal/page/frame.tsx';
import { waysOf } from '../../src/portal/page/ways.ts';
import { doorOf } from './doors.ts';
import { testPortal } from './portal.ts';

const everything: AccessTable = { 'GET /programs': 'own.see', 'GET /admin': 'system.see' };

const part = (program: string, ...standings: Part['standings']): Part => ({
  program,
  person: 'ana',
  standings,
  reader: false,
});

const ways = (parts: readonly Part[], admin = false, access = everything): string[] =>
  waysOf(
    { entries: parts.map(({ program, person }) => ({ program, person })), language: 'en', admin },
    parts,
    access,
  ).map(({ href }) => href);

describe('where somebody can go', () => {
  it('is what is theirs and their team, for who is in one', () => {
    for (const role of ['team_lead', 'member', 'staff', 'advisor', 'peer_provider'] as const) {
      expect(ways([part('demo', { role, at: 'maple' })]), role).toEqual(['/me', '/teams/demo/maple']);
    }
  });

  it('is one team only once, however many parts they have in it', () => {
    const both = part('demo', { role: 'team_lead', at: 'maple' }, { role: 'advisor', at: 'maple' });
    expect(ways([both])).toEqual(['/me', '/teams/demo/maple']);
  });

  it('is the list of their teams, where they are in several', () => {
    const parts = ['demo', 'other'].map((program) => part(program, { role: 'member', at: 'maple' }));
    expect(ways(parts)).toEqual(['/me', '/me#teams']);
  });

  it('is their programs for who leads one, and not each of its teams', () => {
    expect(ways([part('demo', { role: 'program_lead', at: 'demo' })])).toEqual(['/me', '/programs']);
  });

  it('is no program for whoever leads something less, or another one', () => {
    for (const role of ['org_leader', 'clinic_leader'] as const) {
      expect(ways([part('demo', { role, at: 'harbor' })]), role).toEqual(['/me']);
    }
    expect(ways([part('demo', { role: 'program_lead', at: 'other' })])).toEqual(['/me']);
  });

  it('is the administration for who runs the system, as soon as there is such a page', () => {
    expect(ways([], true)).toEqual(['/admin']);
    expect(ways([], true, {})).toEqual([]);
    expect(ways([part('demo', { role: 'program_lead', at: 'demo' })], false)).not.toContain('/admin');
  });
});

it('a link of ours keeps its own query and its place in the page, in the language of who reads', () => {
  expect(inLanguage('/me#teams', 'es')).toBe('/me?lang=es#teams');
  expect(inLanguage('/programs/demo?page=2', 'en')).toBe('/programs/demo?page=2&lang=en');
  expect(inLanguage('/me?lang=es', 'en')).toBe('/me?lang=en');
});

describe('every page of who is signed in', () => {
  const kept = doorOf({
    'ana@clinic.example': { entries: [{ program: 'demo', person: 'ana' }], admin: false },
  });
  const { app } = testPortal(
    {
      door: kept.door,
      places: {
        seats: async () => null,
        parts: async () => [part('demo', { role: 'member', at: 'maple' })],
      },
    },
    { publicUrl: 'http://127.0.0.1' },
  );

  it('leads to what is theirs, marks where they are, and has the way out', async () => {
    const headers = await kept.browserOf('ana@clinic.example');
    const page = await (await app.request('/me/sessions?lang=es&to=x', { headers })).text();
    expect(page).toContain('<a href="/me?lang=es">Lo que me toca</a>');
    expect(page).toContain('<a href="/teams/demo/maple?lang=es">Mi equipo</a>');
    expect(page).toContain('<a href="/me/sessions?lang=es" aria-current="page">Mis sesiones</a>');
    expect(page).toContain('<form method="post" action="/sign-out?lang=es">');
    expect(page).toContain('<a href="?lang=en&amp;to=x" lang="en" hreflang="en">In English</a>');
  });

  it('and one of who is not has none of that', async () => {
    const page = await (await app.request('/sign-in?lang=es')).text();
    expect(page).toContain('In English');
    expect(page).not.toMatch(/<nav|sign-out|\/me/);
  });
});
