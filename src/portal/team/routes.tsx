import { Hono } from 'hono';
import type { Language } from '../../domain/language.ts';
import { teamCsv } from '../../report/index.ts';
import { answerError } from '../http/errors.tsx';
import { chosenOr } from '../http/language.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { framingOf } from '../page/framing.ts';
import { BoardPage, QuarterPage } from './pages.tsx';
import type { Boards } from './port.ts';

/** `/teams/PROGRAM/TEAM` and its reports. The guard before it has let in who may see that team. */
export const teamRoutes = (boards: Boards) =>
  new Hono<PortalEnv>()
    .get('/teams/:program/:team', async (c) => {
      const { program, team } = c.req.param();
      const view = await boards.board(program, team, languageIn(c));
      if (view === null) return answerError(c, 'not_found');
      return c.html(
        <BoardPage framing={await framingOf(c)} view={view} address={addressOf(program, team)} />,
      );
    })
    .get('/teams/:program/:team/reports/:quarter', async (c) => {
      const { program, team, quarter } = c.req.param();
      const looking = await boards.quarter(program, team, quarter, languageIn(c));
      if (looking === null) return answerError(c, 'not_found');
      return c.html(
        <QuarterPage framing={await framingOf(c)} looking={looking} address={addressOf(program, team)} />,
      );
    })
    .get('/teams/:program/:team/reports/:quarter/rows', async (c) => {
      const { program, team, quarter } = c.req.param();
      const looking = await boards.quarter(program, team, quarter, languageIn(c));
      if (looking === null) return answerError(c, 'not_found');
      return c.body(teamCsv(looking), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${team}-${quarter}.csv"`,
      });
    });

const addressOf = (program: string, team: string): string => `/teams/${program}/${team}`;

/** Theirs, or the one that they chose. */
const languageIn = (c: PortalContext): Language => chosenOr(c, c.get('viewer')?.language ?? 'en');
