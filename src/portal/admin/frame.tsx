import type { Child } from 'hono/jsx';
import { momentAt } from '../../plan/index.ts';
import { assets } from '../assets.ts';
import { Frame, type FrameProps } from '../page/frame.tsx';

const parts = [
  ['/admin', 'Overview'],
  ['/admin/messages', 'Messages'],
  ['/admin/people', 'People'],
  ['/admin/log', 'Audit log'],
] as const;

/** A page for whoever runs the system, in English: it speaks of the engine, in the words of its documentation. */
export const AdminFrame = ({
  framing,
  title,
  heading = title,
  back = null,
  said = null,
  children,
}: Pick<FrameProps, 'framing' | 'title' | 'back'> & {
  readonly heading?: Child;
  /** What came of what was just asked for. */
  readonly said?: string | null;
  readonly children: Child;
}) => (
  <Frame framing={framing} title={`${title}, administration`} sheet={assets.system} only="en" back={back}>
    <nav class="parts" aria-label="Administration">
      <ul>
        {parts.map(([href, name]) => (
          <li>
            <a href={href} {...(framing.here === href ? { 'aria-current': 'page' } : {})}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <h1>{heading}</h1>
    {said === null ? null : (
      <p class="said" role="status">
        {said}
      </p>
    )}
    {children}
  </Frame>
);

/** An instant in UTC, as logs and Temporal have it, and on the clock of a program. */
export const Moment = ({
  at,
  zone = null,
  exact = false,
}: {
  readonly at: Date | number;
  readonly zone?: string | null;
  /** To the second. */
  readonly exact?: boolean;
}) => {
  const ms = typeof at === 'number' ? at : at.getTime();
  return (
    <time datetime={new Date(ms).toISOString()}>
      <span class="whole">{exact ? utc(ms, 19) : utc(ms)}</span>
      {zone === null || zone === 'UTC'
        ? null
        : `, which is ${momentAt(ms, zone).local.slice(0, 16).replace('T', ' ')} in ${zone}`}
    </time>
  );
};

/** `2026-11-30 22:00 UTC` */
export const utc = (ms: number, length = 16): string =>
  `${new Date(ms).toISOString().slice(0, length).replace('T', ' ')} UTC`;

/** What is named beside what it is, for a few facts. */
export const Facts = ({ rows }: { readonly rows: readonly (readonly [name: string, value: Child])[] }) => (
  <dl class="facts">
    {rows.map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** Leads to what comes before and after, where there is more than one page. */
export const Pages = ({
  page,
  more,
  href,
}: {
  page: number;
  more: boolean;
  href: (page: number) => string;
}) =>
  page === 0 && !more ? null : (
    <p class="pages">
      {page === 0 ? null : <a href={href(page - 1)}>← Before</a>}{' '}
      {more ? <a href={href(page + 1)}>More →</a> : null}
    </p>
  );

/** Said wherever Temporal does not answer. */
export const EngineAway = () => (
  <div class="problems" role="alert">
    <h2>Temporal does not answer</h2>
    <p>
      What Postgres knows stands here. Until Temporal is back nothing opens, and nothing can be completed,
      retried or ended; mails that are due still go out.
    </p>
  </div>
);
