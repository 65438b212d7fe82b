import { Hono } from 'hono';
import { answerError } from '../http/errors.tsx';
import { textFields } from '../http/text-fields.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { type Framing, framingOf } from '../page/framing.ts';
import type { Typed } from '../tasks/form.ts';
import { FormPage, type Trouble } from './form-page.tsx';
import { ListPage, OvertakenPage, TroublePage } from './list-page.tsx';
import { type Asker, type ChangeKind, changeKinds, type FieldProblem, type ProgramChanges } from './port.ts';
import { PreviewPage } from './preview-page.tsx';
import { changeWords } from './words.ts';

/** Far longer than anything that a form of ours has. */
const MOST_TYPED = 200;
const RETRY_SECONDS = '10';

/**
 * `/programs/PROGRAM/changes`: what was changed, and `/new`, where a change is chosen, shown and then made: exactly the
 * one that was shown. The guard before it has let in who may. Whose name stands under it, the sign-in says.
 */
export function changeRoutes(changes: ProgramChanges) {
  /** Who asks, and the frame of the page. */
  async function asked(
    c: PortalContext,
    typed: Typed = {},
  ): Promise<{ readonly asker: Asker | null; readonly framing: Framing }> {
    const program = c.req.param('program') ?? '';
    const people = (c.get('viewer')?.entries ?? [])
      .filter((entry) => entry.program === program)
      .map(({ person }) => person);
    const framing = await framingOf(c);
    // What was typed goes along into the other language.
    const query = typed['kind'] === 'undo' ? [] : [...framing.query, ...Object.entries(typed)];
    return { asker: await changes.leadOf(program, people), framing: { ...framing, query } };
  }

  async function form(
    c: PortalContext,
    { asker, framing }: { readonly asker: Asker; readonly framing: Framing },
    typed: Typed,
    {
      problems = [],
      trouble = null,
      status = 200,
    }: {
      readonly problems?: readonly FieldProblem[];
      readonly trouble?: Trouble | null;
      readonly status?: 200 | 409 | 422 | 503;
    } = {},
  ): Promise<Response> {
    const choices = await changes.choices(asker.program, framing.language, typed['of'] ?? null);
    if (choices === null) return answerError(c, 'not_found');
    const kind = kindOf(typed['kind']);
    return c.html(<FormPage {...{ framing, choices, kind, typed, problems, trouble }} />, status);
  }

  return new Hono<PortalEnv>()
    .get('/programs/:program/changes', async (c) => {
      const { framing } = await asked(c);
      const list = await changes.made(c.req.param('program'), framing.language);
      if (list === null) return answerError(c, 'not_found');
      return c.html(<ListPage {...{ framing, list }} said={c.req.query('said') ?? null} />);
    })
    .get('/programs/:program/changes/new', async (c) => {
      const { asker, framing } = await asked(c);
      if (asker === null) return answerError(c, 'not_found');
      return form(c, { asker, framing }, Object.fromEntries(framing.query));
    })
    .post('/programs/:program/changes/new', async (c) => {
      const { back, ...typed } = await typedIn(c);
      const { asker, framing } = await asked(c, typed);
      if (asker === null) return answerError(c, 'not_found');
      const own = { asker, framing };
      if (back !== undefined) return form(c, own, typed);
      const undoes = typed['kind'] === 'undo';
      if (!undoes && kindOf(typed['kind']) === null) return form(c, own, {}, { status: 422 });
      const outcome = await changes.preview(asker, typed, framing.language);
      const { refused } = changeWords[framing.language];
      switch (outcome.type) {
        case 'shown':
          return c.html(<PreviewPage {...{ framing, typed }} view={outcome.view} />);
        case 'lacking':
          return form(c, own, typed, { problems: outcome.problems, status: 422 });
        case 'away': {
          c.header('Retry-After', RETRY_SECONDS);
          if (!undoes) return form(c, own, typed, { trouble: refused.away, status: 503 });
          return troubled(c, own, { trouble: refused.away, typed, to: 'new', status: 503 });
        }
        case 'refused': {
          const trouble = { title: refused.title, text: refused.why[outcome.why], detail: outcome.text };
          if (!undoes) return form(c, own, typed, { trouble, status: 409 });
          return troubled(c, own, { trouble, typed, to: null, status: 409 });
        }
      }
    })
    .post('/programs/:program/changes', async (c) => {
      const { apply = '', ...typed } = await typedIn(c);
      const { asker, framing } = await asked(c);
      if (asker === null) return answerError(c, 'not_found');
      const { language } = framing;
      const outcome = await changes.apply(asker, apply, language);
      const { refused } = changeWords[language];
      const own = { asker, framing };
      switch (outcome.type) {
        case 'made': {
          const query = new URLSearchParams({ lang: language, said: outcome.changed ? 'made' : 'twice' });
          return c.redirect(`${c.req.path}?${query.toString()}`, 303);
        }
        case 'overtaken': {
          const list = await changes.made(asker.program, language);
          if (list === null) return answerError(c, 'not_found');
          return c.html(<OvertakenPage {...{ framing, list, typed }} since={outcome.since} />, 409);
        }
        case 'away':
          c.header('Retry-After', RETRY_SECONDS);
          return troubled(c, own, {
            trouble: refused.away,
            typed: { ...typed, apply },
            to: 'apply',
            status: 503,
          });
        case 'refused': {
          const trouble = { title: refused.title, text: refused.why.other, detail: outcome.text };
          return troubled(c, own, { trouble, typed, to: 'new', status: 409 });
        }
        case 'unknown':
          return answerError(c, 'bad_request');
      }
    });

  async function troubled(
    c: PortalContext,
    { asker, framing }: { readonly asker: Asker; readonly framing: Framing },
    {
      trouble,
      typed,
      to,
      status,
    }: {
      readonly trouble: Trouble;
      readonly typed: Typed;
      readonly to: 'new' | 'apply' | null;
      readonly status: 409 | 503;
    },
  ): Promise<Response> {
    const list = await changes.made(asker.program, framing.language);
    if (list === null) return answerError(c, 'not_found');
    const at = `/programs/${asker.program}/changes`;
    const { away, overtaken } = changeWords[framing.language].refused;
    const again =
      to === null
        ? null
        : { to: to === 'apply' ? at : `${at}/new`, text: status === 503 ? away.again : overtaken.again };
    return c.html(<TroublePage {...{ framing, list, trouble, again, typed }} />, status);
  }
}

const kindOf = (text: string | undefined): ChangeKind | null =>
  changeKinds.find((kind) => kind === text) ?? null;

/** What was typed, as far as it may be of a form of ours. */
async function typedIn(c: PortalContext): Promise<Typed> {
  const fields = await textFields(c);
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => name.length <= MOST_TYPED)
      .slice(0, 30)
      .map(([name, text]) => [name, text.replace(/\0|\p{Surrogate}/gu, '').slice(0, MOST_TYPED)]),
  );
}
