import { Hono } from 'hono';
import { textFault } from '../../domain/answers.ts';
import type { Language } from '../../domain/language.ts';
import { answerError } from '../http/errors.tsx';
import { chosenLanguage, chosenOr, languageOf } from '../http/language.ts';
import { textFields } from '../http/text-fields.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import type { Entry } from '../http/viewer.ts';
import { bareFraming, type Framing, framingOf } from '../page/framing.ts';
import { AwayPage, ClosedPage, ElsewherePage } from './closed-page.tsx';
import { EVIDENCE, fieldName, readTaskForm, type Typed, upperName } from './form.ts';
import { MinePage } from './mine-page.tsx';
import type { Boards } from '../team/port.ts';
import { REASON_LENGTH } from './other-ways.tsx';
import type { ClosedTaskView, OpenTaskView, Outcome, Tasks, TaskView } from './port.ts';
import { TaskPage, type TaskPageProps } from './task-page.tsx';
import type { NoticeKind } from './words.ts';

interface RoutesOptions {
  readonly tasks: Tasks;
  readonly isAway: (error: unknown) => boolean;
}

/** Who looks at which task. Both are what the sign-in or the link says; a form says neither. */
interface Looked {
  readonly entry: Entry;
  readonly task: string;
  readonly language: Language;
  /** Signed in, and not by a link alone: sees closed tasks whole, and has a list to go back to. */
  readonly full: boolean;
}

/**
 * `/t/SECRET`, from a mail: one task for one person, without a password, for as long as it is open. Looking changes
 * nothing, whoever looks.
 */
export const linkRoutes = ({ tasks, isAway }: RoutesOptions) => {
  const pages = taskPages(tasks, isAway);
  const looked = async (c: PortalContext): Promise<Looked | null> => {
    const linked = await tasks.linked(c.req.param('secret') ?? '');
    if (linked === null) return null;
    const { program, person, task, language } = linked;
    return { entry: { program, person }, task, language: chosenOr(c, language), full: false };
  };
  return new Hono<PortalEnv>()
    .get('/:secret', async (c) => pages.show(c, await looked(c)))
    .post('/:secret', (c) => pages.act(c, () => looked(c)));
};

/** `/me` and `/tasks/KEY`, behind the door: without a viewer there is nothing here. */
export const ownRoutes = ({ tasks, isAway, boards }: RoutesOptions & { readonly boards: Boards }) => {
  const pages = taskPages(tasks, isAway);
  const looked = async (c: PortalContext): Promise<Looked | null> => {
    const viewer = c.get('viewer');
    if (viewer === undefined) return null;
    const {
      program = '',
      team = '',
      step = '',
      occurrence = '',
      person,
    } = c.req.param() as Partial<Record<string, string>>;
    const task = [program, team, step, occurrence, ...(person === undefined ? [] : [person])].join('/');
    const language = chosenOr(c, viewer.language);
    for (const entry of viewer.entries.filter((each) => each.program === program)) {
      const view = await tasks.view(entry, task, language, 'sign-in');
      if (view !== null) return { entry, task, language, full: true };
    }
    return null;
  };
  return new Hono<PortalEnv>()
    .get('/me', async (c) => {
      const viewer = c.get('viewer');
      if (viewer === undefined) return answerError(c, 'not_found');
      const view = await tasks.mine(viewer.entries, chosenOr(c, viewer.language));
      const teams = await boards.teamsOf(viewer.entries);
      const framing = await framingOf(c);
      return c.html(<MinePage {...{ framing, view, teams }} said={c.req.query('said') ?? null} />);
    })
    .on('GET', TASK_PATHS, async (c) => pages.show(c, await looked(c)))
    .on('POST', TASK_PATHS, (c) => pages.act(c, () => looked(c)));
};

/** A task's key: of one for all, and of one person's own. */
const TASK_PATHS = [
  '/tasks/:program/:team/:step/:occurrence',
  '/tasks/:program/:team/:step/:occurrence/:person',
];

function taskPages(tasks: Tasks, isAway: (error: unknown) => boolean) {
  async function show(c: PortalContext, looked: Looked | null): Promise<Response> {
    const view = looked === null ? null : await viewFor(looked);
    if (looked === null || view === null) return answerError(c, 'not_found');
    return page(c, looked, view, { said: c.req.query('said') ?? null });
  }

  const viewFor = ({ entry, task, language, full }: Looked): Promise<TaskView | null> =>
    tasks.view(entry, task, language, full ? 'sign-in' : 'link');

  async function page(
    c: PortalContext,
    { full }: Looked,
    view: TaskView,
    more: Omit<TaskPageProps, 'framing' | 'view'> = {},
    status: 200 | 409 | 422 | 503 = 200,
  ): Promise<Response> {
    const framing = await framed(c, view.language);
    switch (view.state) {
      case 'open':
        return c.html(<TaskPage {...{ framing, view }} {...more} />, status);
      case 'closed':
        return c.html(<ClosedPage {...{ framing, view, full }} said={more.said ?? null} />, status);
      case 'elsewhere':
        return c.html(<ElsewherePage framing={framing} said={more.said ?? null} />, status);
    }
  }

  /** What somebody sent. The page comes back with everything typed, whatever goes wrong. */
  async function act(c: PortalContext, find: () => Promise<Looked | null>): Promise<Response> {
    const typed = await textFields(c);
    try {
      const looked = await find();
      const view = looked === null ? null : await viewFor(looked);
      if (looked === null || view === null) return await notThere(c, typed);
      if (view.state === 'elsewhere') return await elsewhere(c, view.language, typed, 409);
      if (view.state === 'closed') return await alreadyClosed(c, looked, view, typed);
      return await actOn(c, looked, view, typed);
    } catch (error) {
      if (!isAway(error)) throw error;
      c.header('Retry-After', RETRY_SECONDS);
      return c.html(<AwayPage language={chosenLanguage(c)} typed={typed} />, 503);
    }
  }

  /** What was written is given back, also by a page that says nothing of the task. */
  const elsewhere = async (c: PortalContext, language: Language, typed: Typed, status: 404 | 409) => {
    const framing = await framed(c, language);
    return c.html(<ElsewherePage framing={framing} said={null} unsent={writtenIn(typed)} />, status);
  };

  function notThere(c: PortalContext, typed: Typed): Response | Promise<Response> {
    if (writtenIn(typed).length === 0) return answerError(c, 'not_found');
    const own = c.get('viewer')?.language ?? languageOf(c.req.header('Accept-Language'));
    return elsewhere(c, chosenOr(c, own), typed, 404);
  }

  async function actOn(
    c: PortalContext,
    looked: Looked,
    view: OpenTaskView,
    typed: Typed,
  ): Promise<Response> {
    const { entry, task } = looked;
    const { may } = view;
    switch (typed['do']) {
      case 'complete': {
        if (!may.complete) return answerError(c, 'bad_request');
        const { answer, evidence, problems } = readTaskForm(view.asked, typed);
        if (problems.length > 0) {
          // Whoever closes the page now finds it as it was; that it is kept is more than was asked for.
          await tasks.keepDraft(entry, task, ownFields(view, typed)).catch(() => undefined);
          return page(c, looked, view, { typed, problems }, 422);
        }
        return settle(c, looked, typed, await tasks.complete(entry, task, answer, evidence), null);
      }
      case 'save':
        if (!may.complete) return answerError(c, 'bad_request');
        await tasks.keepDraft(entry, task, ownFields(view, typed));
        return back(c, looked, 'saved');
      case 'hand': {
        const to = may.handTo.find(({ id }) => id === typed['to']);
        if (may.handTo.length === 0) return answerError(c, 'bad_request');
        if (to === undefined) return page(c, looked, view, { typed, lacks: 'hand' }, 422);
        return settle(c, looked, typed, await tasks.hand(entry, task, to.id), 'handed');
      }
      case 'take':
        if (!may.take) return answerError(c, 'bad_request');
        return settle(c, looked, typed, await tasks.hand(entry, task, entry.person), 'taken');
      case 'cannot': {
        if (may.cannot === null) return answerError(c, 'bad_request');
        const reason = (typed['reason'] ?? '').trim();
        if (textFault(reason) !== null || reason.length > REASON_LENGTH) {
          return page(c, looked, view, { typed, lacks: 'cannot' }, 422);
        }
        const outcome =
          may.cannot.how === 'ask'
            ? await tasks.ask(entry, task, may.cannot.whom.id, reason)
            : await tasks.setAside(entry, task, reason);
        return settle(c, looked, typed, outcome, null);
      }
      default:
        return answerError(c, 'bad_request');
    }
  }

  async function settle(
    c: PortalContext,
    looked: Looked,
    typed: Typed,
    outcome: Outcome,
    said: NoticeKind | null,
  ): Promise<Response> {
    if (outcome.type === 'asked') {
      if (outcome.told) return back(c, looked, 'asked');
      const framing = await framed(c, looked.language);
      return c.html(<ElsewherePage framing={framing} said="asked_only" unsent={writtenIn(typed)} />);
    }
    if (outcome.type === 'done' && outcome.changed) return back(c, looked, said);
    const view = await viewFor(looked);
    if (view === null) return notThere(c, typed);
    if (view.state === 'elsewhere') return elsewhere(c, view.language, typed, 409);
    if (view.state === 'closed') return alreadyClosed(c, looked, view, typed);
    if (outcome.type === 'away') {
      c.header('Retry-After', RETRY_SECONDS);
      return page(c, looked, view, { typed, trouble: 'away' }, 503);
    }
    return page(c, looked, view, { typed, trouble: 'refused' }, 409);
  }

  /** Sent twice by the same person, it is said to be here already. What was typed and not kept is given back. */
  async function alreadyClosed(
    c: PortalContext,
    looked: Looked,
    view: ClosedTaskView,
    typed: Typed,
  ): Promise<Response> {
    if (view.ending.you && !hasOtherWords(view, typed)) return back(c, looked, 'twice');
    const framing = await framed(c, view.language);
    return c.html(<ClosedPage {...{ framing, view }} full={looked.full} unsent={writtenIn(typed)} />, 409);
  }

  return { show, act };
}

/** Whoever came by a link goes nowhere from there. */
const framed = (c: PortalContext, language: Language): Framing | Promise<Framing> =>
  c.get('viewer') === undefined ? bareFraming(language) : framingOf(c);

const RETRY_SECONDS = '10';

/** What takes a task off somebody's list leads back to that list, where they have one. */
const offTheList: ReadonlySet<NoticeKind> = new Set(['handed', 'asked']);

/** To the same page, as a look: what a browser asks for again then does nothing. */
function back(c: PortalContext, { language, full }: Looked, said: NoticeKind | null): Response {
  const query = new URLSearchParams({ lang: language, ...(said === null ? {} : { said }) });
  const gone = said !== null && offTheList.has(said);
  return c.redirect(`${full && gone ? '/me' : c.req.path}?${query.toString()}`, 303);
}

/** Of a form, what somebody wrote themselves. */
const writtenIn = (typed: Typed): readonly string[] =>
  Object.entries(typed)
    .filter(
      ([name, text]) =>
        (name.startsWith('f-') || name === EVIDENCE || name === 'reason') && text.trim() !== '',
    )
    .map(([, text]) => text);

/** Whether somebody wrote words, more than one, that do not stand in what was kept. A choice is one word, and a date. */
function hasOtherWords({ content: { reason, answers, evidence } }: ClosedTaskView, typed: Typed): boolean {
  const kept = [reason ?? '', ...answers.map(({ text }) => text), ...evidence]
    .join('\n')
    .replace(/\s+/g, ' ');
  return writtenIn(typed).some(
    (text) => /\S\s+\S/.test(text) && !kept.includes(text.trim().replace(/\s+/g, ' ')),
  );
}

/** Of a form, what the task asks for: nothing else is kept. */
function ownFields({ fields, asked }: OpenTaskView, typed: Typed): Typed {
  const names = [
    ...fields.flatMap(({ id, type }) =>
      type === 'range' ? [fieldName(id), upperName(id)] : [fieldName(id)],
    ),
    ...(asked.evidence === 'none' ? [] : [EVIDENCE]),
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      // Postgres stores no NUL, and no half of a surrogate pair.
      const text = (typed[name] ?? '').replace(/\0|\p{Surrogate}/gu, '');
      return text === '' ? [] : [[name, text]];
    }),
  );
}
