import type { ErrorHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ErrorPage } from '../pages/error-page.tsx';
import { languageOf } from './language.ts';
import type { PortalContext, PortalEnv, PortalLog } from './types.ts';

const statuses = {
  bad_request: 400,
  not_signed_in: 401,
  from_elsewhere: 403,
  not_found: 404,
  not_allowed: 405,
  too_large: 413,
  too_many: 429,
  broken: 500,
  away: 503,
} as const satisfies Record<string, ContentfulStatusCode>;

/** The ways in which the portal does not do what was asked. */
export type PortalError = keyof typeof statuses;

const titles: Readonly<Record<PortalError, string>> = {
  bad_request: 'The request is not understood',
  not_signed_in: 'Somebody who is signed in may see this',
  from_elsewhere: 'The request does not come from a page of ours',
  not_found: 'There is nothing here',
  not_allowed: 'This address does not take that method',
  too_large: 'The request is too large',
  too_many: 'Too many requests',
  broken: 'Something went wrong here',
  away: 'The database cannot be reached',
};

/** A plain page for a person, problem+json (RFC 9457) for a program. Says nothing that depends on what is secret. */
export function answerError(c: PortalContext, error: PortalError): Response | Promise<Response> {
  const status = statuses[error];
  if (wantsProblem(c)) {
    return c.body(
      JSON.stringify({ type: 'about:blank', title: titles[error], status, instance: requestUrn(c) }),
      status,
      { 'Content-Type': 'application/problem+json' },
    );
  }
  const language = languageOf(c.req.header('Accept-Language'));
  c.header('Vary', 'Accept-Language');
  const said = status >= 500 ? c.get('requestId') : null;
  return c.html(<ErrorPage error={error} language={language} requestId={said} />, status);
}

const requestUrn = (c: PortalContext): string => `urn:uuid:${c.get('requestId')}`;

/** The API and the probes always; elsewhere, whoever asks for JSON and not for a page. */
export function wantsProblem(c: PortalContext): boolean {
  if (/^\/(api\/|healthz$|readyz$)/.test(c.req.path)) return true;
  const accepted = c.req.header('Accept') ?? '';
  return /\bapplication\/([a-z.-]+\+)?json\b/.test(accepted) && !accepted.includes('text/html');
}

/** What nobody caught. */
export const answerFault =
  (log: PortalLog, isAway: (error: unknown) => boolean): ErrorHandler<PortalEnv> =>
  (error, c) => {
    if (isAway(error)) return answerAway(c, log, error);
    log.error({ request: c.get('requestId'), ...factsOf(error) }, 'a fault');
    return answerError(c, 'broken');
  };

const AWAY_SECONDS = 10;

/** The database does not answer: 503, and when to try again. */
export function answerAway(c: PortalContext, log: PortalLog, error: unknown): Response | Promise<Response> {
  log.error({ request: c.get('requestId'), ...factsOf(error) }, 'the database does not answer');
  c.header('Retry-After', String(AWAY_SECONDS));
  return answerError(c, 'away');
}

/** The class and place of an error. Its message may quote what somebody wrote. */
const factsOf = (thrown: unknown) => {
  const error = thrown instanceof Error ? thrown : new Error('no error was thrown');
  return {
    error: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 4)
      .map((line) => line.trim()),
  };
};
