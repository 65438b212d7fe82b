import { Hono } from 'hono';
import { answerError } from '../http/errors.tsx';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { framingOf } from '../page/framing.ts';
import { ProgramsPage } from './list-page.tsx';
import { PeoplePage } from './people-page.tsx';
import type { Programs } from './port.ts';
import { ProgramPage } from './program-page.tsx';

/** `/programs` and what is below a program. The guard before it has let in who leads it. */
export const programRoutes = (programs: Programs, offers: { readonly changes: boolean }) =>
  new Hono<PortalEnv>()
    .get('/programs', async (c) => {
      const framing = await framingOf(c);
      const led = await programs.led(c.get('viewer')?.entries ?? [], framing.language);
      return c.html(<ProgramsPage framing={framing} programs={led} />);
    })
    .get('/programs/:program', async (c) => {
      const framing = await framingOf(c);
      const clinic = c.req.query('clinic') ?? '';
      const view = await programs.program(c.req.param('program'), framing.language, {
        help: c.req.query('show') === 'help',
        clinic: clinic === '' ? null : clinic,
        page: pageOf(c),
      });
      return view === null
        ? answerError(c, 'not_found')
        : c.html(<ProgramPage {...{ framing, view, offers }} />);
    })
    .get('/programs/:program/people', async (c) => {
      const framing = await framingOf(c);
      const view = await programs.people(c.req.param('program'), framing.language, pageOf(c));
      return view === null ? answerError(c, 'not_found') : c.html(<PeoplePage {...{ framing, view }} />);
    });

/** The page that was asked for; the first where that is none. */
function pageOf(c: PortalContext): number {
  const page = Number(c.req.query('page') ?? '1');
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
