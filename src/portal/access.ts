import type { Action } from '../domain/policy.ts';
import { assets } from './assets.ts';

/**
 * Who may use a route. `everybody`: it shows nothing of anybody. `secret`: its address holds a secret, and whoever has
 * that may. `signed-in`: it is about the sign-in itself. Else the action of the policy that it is; the place is what its
 * address names (`:program`, `:team`, `:clinic`, `:organization`), and of a task what its page looks up.
 */
export type Access = 'everybody' | 'secret' | 'signed-in' | Action;

export type AccessTable = Readonly<Record<string, Access>>;

/** Every route of the portal. One that does not stand here answers nobody. */
export const access: AccessTable = {
  ...Object.fromEntries(Object.values(assets).map(({ path }) => [`GET ${path}`, 'everybody'] as const)),
  'GET /': 'everybody',
  'GET /robots.txt': 'everybody',
  'GET /healthz': 'everybody',
  'GET /readyz': 'everybody',
  'GET /calendar/:file': 'secret',
  'GET /u/:secret': 'secret',
  'POST /u/:secret': 'secret',
  'GET /t/:secret': 'secret',
  'POST /t/:secret': 'secret',
  'GET /s': 'everybody',
  'POST /s': 'everybody',
  'GET /s/:code': 'secret',
  'POST /s/:code': 'secret',
  'GET /sign-in': 'everybody',
  'POST /sign-in': 'everybody',
  'GET /in/:secret': 'secret',
  'POST /in/:secret': 'secret',
  'POST /sign-out': 'everybody',
  'GET /me': 'own.see',
  'GET /tasks/:program/:team/:step/:occurrence': 'task.see',
  'GET /tasks/:program/:team/:step/:occurrence/:person': 'task.see',
  'POST /tasks/:program/:team/:step/:occurrence': 'task.do',
  'POST /tasks/:program/:team/:step/:occurrence/:person': 'task.do',
  'GET /teams/:program/:team': 'team.see',
  'GET /teams/:program/:team/reports/:quarter': 'team.see',
  'GET /teams/:program/:team/reports/:quarter/rows': 'team.see',
  'GET /admin': 'system.see',
  'POST /admin': 'system.change',
  'GET /admin/programs/:program': 'system.see',
  'GET /admin/workflows/program/:program': 'system.see',
  'POST /admin/workflows/program/:program': 'system.change',
  'GET /admin/workflows/team/:program/:team': 'system.see',
  'POST /admin/workflows/team/:program/:team': 'system.change',
  'GET /admin/workflows/stage/:program/:team/:stage/:occurrence': 'system.see',
  'POST /admin/workflows/stage/:program/:team/:stage/:occurrence': 'system.change',
  'GET /admin/messages': 'system.see',
  'POST /admin/messages': 'system.change',
  'GET /admin/people': 'system.see',
  'POST /admin/people': 'system.change',
  'GET /admin/log': 'system.see',
  'GET /programs': 'own.see',
  'GET /programs/:program': 'program.see',
  'GET /programs/:program/people': 'program.see',
  'GET /programs/:program/changes': 'program.see',
  'POST /programs/:program/changes': 'program.change',
  'GET /programs/:program/changes/new': 'program.change',
  'POST /programs/:program/changes/new': 'program.change',
  'GET /me/sessions': 'signed-in',
  'POST /me/sessions': 'signed-in',
};
