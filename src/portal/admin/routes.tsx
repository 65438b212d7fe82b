import { Hono } from 'hono';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { workflowStates } from '../../read/workflow-tree.ts';
import { answerError } from '../http/errors.tsx';
import { textFields } from '../http/text-fields.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { framingOf } from '../page/framing.ts';
import { workflowPath, type WorkflowAddress } from './address.ts';
import { LogPage } from './log-page.tsx';
import { filters, MessagesPage, notMended } from './messages-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { PeoplePage } from './people-page.tsx';
import type { Administration, TreeFilter, WorkflowAct } from './port.ts';
import { ProgramPage } from './program-page.tsx';
import { counted, outcomes } from './says.ts';
import { WorkflowPage } from './workflow-page.tsx';

const WORKFLOWS = [
  '/admin/workflows/program/:program',
  '/admin/workflows/team/:program/:team',
  '/admin/workflows/stage/:program/:team/:stage/:occurrence',
];

const REASON_LENGTH = 500;

/** The pages of whoever runs the system. The guard lets in nobody else. */
export function adminRoutes(administration: Administration) {
  return new Hono<PortalEnv>()
    .get('/admin', async (c) => {
      const [framing, view] = await Promise.all([framingOf(c), administration.overview()]);
      return c.html(<OverviewPage {...{ framing, view }} said={saidOn(c)} />);
    })
    .post('/admin', async (c) => {
      const { act } = await textFields(c);
      const by = whoActs(c);
      if (act !== 'sweep' || by === null) return answerError(c, 'bad_request');
      const came = await administration.sweep(by);
      if (came === 'away' || came === 'unsure') {
        const [framing, view] = await Promise.all([framingOf(c), administration.overview()]);
        return c.html(
          <OverviewPage
            {...{ framing, view }}
            said={
              came === 'away'
                ? 'Nothing was done: Temporal does not answer.'
                : 'Temporal has not said what came of it: it may have been done.'
            }
          />,
          503,
        );
      }
      return c.redirect(`/admin?said=${came}`, 303);
    })
    .get('/admin/programs/:program', async (c) => {
      const view = await administration.program(c.req.param('program'), treeFilter(c));
      if (view === null) return answerError(c, 'not_found');
      return c.html(<ProgramPage framing={await framingOf(c)} view={view} />);
    })
    .on('GET', WORKFLOWS, async (c) => {
      const view = await administration.workflow(addressOf(c), c.req.query('older') ?? null);
      if (view === null) return answerError(c, 'not_found');
      return c.html(<WorkflowPage framing={await framingOf(c)} view={view} said={saidOn(c)} />);
    })
    .on('POST', WORKFLOWS, (c) => act(c, administration))
    .get('/admin/messages', async (c) => {
      const show = filters.find((filter) => filter === c.req.query('show')) ?? 'trouble';
      const program = plain(c.req.query('program') ?? '') || null;
      const view = await administration.messages(show, program, pageOf(c));
      const said = c.req.query('said') === 'done' ? 'It is done, and stands in the audit log.' : null;
      return c.html(<MessagesPage framing={await framingOf(c)} view={view} said={said} />);
    })
    .post('/admin/messages', async (c) => {
      const { act: kind, message = '', reason = '' } = await textFields(c);
      const by = whoActs(c);
      if ((kind !== 'resend' && kind !== 'give_up') || by === null) return answerError(c, 'bad_request');
      const why = plain(reason).trim().slice(0, REASON_LENGTH) || null;
      const refused = await administration.mend(kind, plain(message), why, by);
      if (refused === null) return c.redirect('/admin/messages?said=done', 303);
      const view = await administration.messages('trouble', null, 0);
      return c.html(<MessagesPage framing={await framingOf(c)} view={view} said={notMended[refused]} />, 409);
    })
    .get('/admin/people', async (c) => {
      const view = await administration.people(pageOf(c));
      const ended = Number(c.req.query('said') ?? Number.NaN);
      const said = Number.isSafeInteger(ended) ? `${counted(ended, 'sign-in')} ended.` : null;
      return c.html(<PeoplePage framing={await framingOf(c)} view={view} said={said} />);
    })
    .post('/admin/people', async (c) => {
      const { session = '' } = await textFields(c);
      const by = whoActs(c);
      if (session === '' || by === null) return answerError(c, 'bad_request');
      return c.redirect(`/admin/people?said=${await administration.endSignIns(session, by)}`, 303);
    })
    .get('/admin/log', async (c) => {
      const before = Number(c.req.query('before') ?? Number.NaN);
      const log = await administration.log(Number.isSafeInteger(before) && before > 0 ? before : null);
      return c.html(<LogPage framing={await framingOf(c)} {...log} />);
    });
}

async function act(c: PortalContext, administration: Administration): Promise<Response> {
  const address = addressOf(c);
  if (!(await administration.knows(address))) return answerError(c, 'not_found');
  const fields = await textFields(c);
  const by = whoActs(c);
  const wanted = actOf(fields);
  if (by === null || wanted === null) return answerError(c, 'bad_request');
  const again = async (status: 422 | 503, more: { lacksReason?: boolean; failed?: 'away' | 'unsure' }) => {
    const view = await administration.workflow(address, null);
    if (view === null) return answerError(c, 'not_found');
    return c.html(<WorkflowPage framing={await framingOf(c)} view={view} said={null} {...more} />, status);
  };
  if (wanted === 'lacks a reason') return again(422, { lacksReason: true });
  const came = await administration.act(address, wanted, by);
  if (came === null) return answerError(c, 'not_found');
  if (came === 'away' || came === 'unsure') return again(503, { failed: came });
  return c.redirect(`${workflowPath(address)}?said=${came}`, 303);
}

function actOf({ act: kind, activity, reason = '' }: Readonly<Record<string, string>>) {
  switch (kind) {
    case 'retry':
      return activity === undefined ? null : ({ kind, activity } satisfies WorkflowAct);
    case 'wake':
    case 'restart':
      return { kind } satisfies WorkflowAct;
    case 'terminate': {
      const why = plain(reason).trim().slice(0, REASON_LENGTH);
      return why === '' ? ('lacks a reason' as const) : ({ kind, reason: why } satisfies WorkflowAct);
    }
    default:
      return null;
  }
}

/** Who is signed in; a link of a mail opens nothing here. */
const whoActs = (c: PortalContext): string | null => c.get('session')?.email ?? null;

/** Without the one character that Postgres does not take. */
const plain = (text: string): string => text.replaceAll('\0', '');

const saidOn = (c: PortalContext): string | null => outcomes[c.req.query('said') ?? ''] ?? null;

function addressOf(c: PortalContext): WorkflowAddress {
  const {
    program = '',
    team = PROGRAM_SCOPE,
    stage = null,
    occurrence = null,
  } = c.req.param() as Partial<Record<string, string>>;
  return { program, team, stage, occurrence };
}

/** An empty choice is none. */
function treeFilter(c: PortalContext): TreeFilter {
  const state = workflowStates.find((each) => each === c.req.query('state'));
  const [team, stage] = ['team', 'stage'].map((name) => plain(c.req.query(name) ?? '') || undefined);
  return {
    ...(team === undefined ? {} : { team }),
    ...(stage === undefined ? {} : { stage }),
    ...(state === undefined ? {} : { state }),
    page: pageOf(c),
  };
}

const MOST_PAGES = 10_000;

function pageOf(c: PortalContext): number {
  const page = Number(c.req.query('page') ?? 0);
  return Number.isSafeInteger(page) && page > 0 ? Math.min(page, MOST_PAGES) : 0;
}
