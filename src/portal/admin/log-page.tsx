import type { Audited } from '../../read/audit.ts';
import type { Framing } from '../page/framing.ts';
import { AdminFrame, Moment } from './frame.tsx';
import { Subject } from './overview-page.tsx';
import { actions } from './says.ts';

/** Who did what, to what, why and when. */
export const LogPage = ({
  framing,
  rows,
  more,
}: {
  readonly framing: Framing;
  readonly rows: readonly Audited[];
  readonly more: boolean;
}) => {
  const last = rows.at(-1);
  return (
    <AdminFrame framing={framing} title="Audit log">
      <p>What those did who run the system, newest first. It is only ever added to.</p>
      {rows.length === 0 ? <p>Nobody has done anything yet.</p> : <LogList rows={rows} />}
      {more && last !== undefined ? (
        <p class="pages">
          <a href={`/admin/log?before=${last.id}`}>Before that →</a>
        </p>
      ) : null}
    </AdminFrame>
  );
};

const said = { done: '', asked: ' (asked for)', failed: ' (came to nothing)' } as const;

export const LogList = ({ rows }: { readonly rows: readonly Audited[] }) => (
  <ul class="cards">
    {rows.filter(isLast).map(({ at, who, via, action, subject, reason, outcome }) => (
      <li>
        <p>
          <Moment at={at} exact />: {via === 'command' ? 'somebody on the command line' : (who ?? 'somebody')}{' '}
          {actions[action] ?? action}
          {said[outcome]}: <Subject id={subject} />
        </p>
        {reason === null ? null : <p>Why: {reason}</p>}
      </li>
    ))}
  </ul>
);

/** What was asked for is told by what came of it, where that is known. */
const isLast = ({ outcome, ...asked }: Audited, place: number, rows: readonly Audited[]): boolean =>
  outcome !== 'asked' ||
  !rows
    .slice(0, place)
    .some(
      (later) => later.action === asked.action && later.subject === asked.subject && later.who === asked.who,
    );
