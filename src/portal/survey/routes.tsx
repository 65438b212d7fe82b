import { Hono } from 'hono';
import { clientAddress } from '../http/client-address.ts';
import { answerError } from '../http/errors.tsx';
import { createBuckets } from '../http/rate-limit.ts';
import { textFields } from '../http/text-fields.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { readCode } from '../../survey/codes.ts';
import { readForm } from '../../survey/form.ts';
import { CodePage } from './code-page.tsx';
import { FormPage } from './form-page.tsx';
import { chosenLanguage } from '../http/language.ts';
import { AwayPage, ThanksPage, UsedPage } from './notes.tsx';
import { patience, type Patience } from './patience.ts';
import { StillAway } from './patience.ts';
import type { OpenedCard, Surveys } from './port.ts';

export interface SurveyOptions extends Patience {
  readonly surveys: Surveys;
  readonly proxies: number;
  /** Real time in ms. */
  readonly now: () => number;
  /** How long somebody who sends a form is kept waiting for the database. */
  readonly patienceMs?: number | undefined;
}

/** Wrong codes from one address: as many patients of a clinic mistype at once, and then one every two seconds. */
const WRONG_CODES = { burst: 30, perSecond: 0.5 };
const PATIENCE_MS = 10_000;

/**
 * `/s`, where a code is typed, and `/s/CODE`, the form. Looking uses nothing up, whoever looks; one POST does. A card
 * that was used answers a POST as it did the first time, so that pressing twice, or a repeat by the network, is harmless.
 */
export function surveyRoutes({ surveys, proxies, now, patienceMs = PATIENCE_MS, ...rest }: SurveyOptions) {
  const patiently = patience(rest);
  const wrong = createBuckets(WRONG_CODES);

  /** Who has guessed too often is told to wait, also with a right code: nothing else keeps a guess from being one. */
  async function withCard(
    c: PortalContext,
    typed: string,
    find: (code: string) => Promise<OpenedCard | null>,
    then: (card: OpenedCard, code: string) => Response | Promise<Response>,
  ): Promise<Response> {
    const address = clientAddress(c, proxies);
    const waitMs = wrong.wait(address, now());
    if (waitMs > 0) {
      c.header('Retry-After', String(Math.ceil(waitMs / 1_000)));
      return answerError(c, 'too_many');
    }
    const code = readCode(typed);
    const card = code === null ? null : await find(code);
    if (card !== null && code !== null) return then(card, code);
    wrong.take(address, now());
    return c.html(<CodePage language={languageOf(c)} typed={typed.slice(0, 40)} />, 404);
  }

  return new Hono<PortalEnv>()
    .get('/', (c) => c.html(<CodePage language={languageOf(c)} typed={null} />))
    .post('/', async (c) => {
      const { code = '' } = await textFields(c);
      const language = languageOf(c);
      return withCard(
        c,
        code,
        (read) => surveys.find(read),
        (_, read) => c.redirect(`/s/${read}?lang=${language}`, 303),
      );
    })
    .get('/:code', (c) =>
      withCard(
        c,
        c.req.param('code'),
        (code) => surveys.find(code),
        (card) => {
          const language = languageOf(c);
          return c.html(card.spent ? <UsedPage language={language} /> : <FormPage {...{ card, language }} />);
        },
      ),
    )
    .post('/:code', async (c) => {
      const typed = await textFields(c);
      const language = languageOf(c);
      const until = performance.now() + patienceMs;
      const inTime = <T,>(work: () => Promise<T>) => patiently(work, Math.max(0, until - performance.now()));
      try {
        return await withCard(
          c,
          c.req.param('code'),
          (code) => inTime(() => surveys.find(code)),
          async (card, code) => {
            if (card.spent) return c.html(<ThanksPage language={language} />);
            const { filled, problems } = readForm(card.instrument, typed, card.comments !== null);
            if (filled === null) return c.html(<FormPage {...{ card, language, typed, problems }} />, 422);
            await inTime(() => surveys.submit(code, filled));
            return c.html(<ThanksPage language={language} />);
          },
        );
      } catch (error) {
        if (!(error instanceof StillAway)) throw error;
        c.header('Retry-After', '5');
        return c.html(<AwayPage language={language} typed={typed} />, 503);
      }
    });
}

function languageOf(c: PortalContext) {
  c.header('Vary', 'Accept-Language');
  return chosenLanguage(c);
}
