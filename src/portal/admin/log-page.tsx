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
    {rows.map(({ at, who, via, action, subject, reason, outcome }) => (
      <li>
        <p>
          <Moment at={at} />: {via === 'command' ? 'somebody on the command line' : (who ?? 'somebody')}{' '}
          {actions[action] ?? action}
          {said[outcome]}: <Subject id={subject} />
        </p>
        {reason === null ? null : <p>Why: {reason}</p>}
      </li>
    ))}
  </ul>
);
