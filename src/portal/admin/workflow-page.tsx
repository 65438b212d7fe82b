import type { Framing } from '../page/framing.ts';
import { workflowPath } from './address.ts';
import { AdminFrame, EngineAway, Facts, Moment, utc } from './frame.tsx';
import { LogList } from './log-page.tsx';
import type { PendingActivity, WorkflowView } from './port.ts';
import { saysNext, saysWaits, signs, verdicts } from './says.ts';

export interface WorkflowPageProps {
  readonly framing: Framing;
  readonly view: WorkflowView;
  readonly said: string | null;
  /** A run was to be ended without a reason. */
  readonly lacksReason?: boolean;
  /** Temporal did not answer when something was to be done. */
  readonly failed?: 'away' | 'unsure' | null;
}

/** One workflow: what it waits for, its story, what it has asked for, and what can be done about it. */
export const WorkflowPage = ({
  framing,
  view,
  said,
  lacksReason = false,
  failed = null,
}: WorkflowPageProps) => {
  const { address, row, away, engine, zone, log } = view;
  const { program, team, stage, occurrence } = address;
  const name =
    stage === null ? (team === 'all' ? program : `${team} of ${program}`) : `${stage} ${occurrence}`;
  return (
    <AdminFrame
      framing={framing}
      title={name}
      said={said}
      back={{
        href: `/admin/programs/${program}${team === 'all' ? '' : `?team=${team}`}`,
        text: team === 'all' ? program : `${team} of ${program}`,
      }}
    >
      {away || failed !== null ? <EngineAway /> : null}
      {failed === 'away' ? <p>What you asked for was not done.</p> : null}
      {failed === 'unsure' ? (
        <p>
          What you asked for may have been done: Temporal has not said what came of it. The log below says so
          once it is known.
        </p>
      ) : null}
      <Standing view={view} />
      {engine === null || engine.run === null ? null : (
        <Pending view={view} pending={engine.run.pending} thinkingFailed={engine.run.thinkingFailed} />
      )}
      {row.workflowId === null ? null : <Acts view={view} lacksReason={lacksReason} />}
      {engine === null || engine.run === null ? null : <Story view={view} />}
      {log.length === 0 ? null : (
        <>
          <h2>What administrators did</h2>
          <LogList rows={log} />
        </>
      )}
      <p class="quiet">Times are in UTC; the clock of the program is that of {zone}.</p>
    </AdminFrame>
  );
};

const Standing = ({ view: { row, engine, zone, ui } }: { readonly view: WorkflowView }) => {
  const next = saysNext(row);
  const waits = saysWaits(row);
  const run = engine?.run ?? null;
  return (
    <>
      {engine === null || engine.verdict === null ? null : (
        <p class={['runs', 'ended'].includes(engine.verdict) ? '' : 'amiss'}>{verdicts[engine.verdict]}</p>
      )}
      {row.sign === null ? null : <p class="amiss">{signs[row.sign]}</p>}
      <Facts
        rows={[
          ['State', row.status],
          ...(next === null || row.nextAt === null
            ? []
            : [
                [
                  'Next',
                  <>
                    {next}: <Moment at={row.nextAt} zone={zone} />
                  </>,
                ] as const,
              ]),
          ...(waits.length === 0 ? [] : [['Waits', waits.join('; ')] as const]),
          ['Type', row.type],
          ...(row.workflowId === null ? [] : [['Id', <code>{row.workflowId}</code>] as const]),
          ...(row.updatedAt === null
            ? []
            : [
                [
                  'In Postgres',
                  <>
                    epoch {row.epoch}, turn {row.version}, written <Moment at={row.updatedAt} />
                  </>,
                ] as const,
              ]),
          ...(run === null
            ? []
            : [
                [
                  'In Temporal',
                  <>
                    {run.status.toLowerCase().replaceAll('_', ' ')}, {run.events} events, since{' '}
                    <Moment at={run.startedAt} />
                    {run.closedAt === null ? null : (
                      <>
                        , until <Moment at={run.closedAt} />
                      </>
                    )}
                  </>,
                ] as const,
              ]),
          ...(ui === null ? [] : [['Temporal UI', <a href={ui}>the run, with all its events</a>] as const]),
        ]}
      />
    </>
  );
};

const Pending = ({
  view,
  pending,
  thinkingFailed,
}: {
  readonly view: WorkflowView;
  readonly pending: readonly PendingActivity[];
  readonly thinkingFailed: number;
}) => (
  <>
    <h2>Asked for, and not done yet</h2>
    {thinkingFailed === 0 ? null : (
      <p class="amiss">
        It cannot think on: that failed {thinkingFailed} times in a row. The story says why; a worker of the
        version that it began on helps, or starting it from what Postgres keeps.
      </p>
    )}
    {pending.length === 0 ? <p>Nothing.</p> : null}
    <ul class="cards">
      {pending.map(({ id, name, state, attempt, askedAt, nextAt, worker, lastFailure }) => (
        <li>
          <h3>
            {name} <span class="state">{state}</span>
          </h3>
          <p>
            Asked for <Moment at={askedAt} />; attempt {attempt}
            {nextAt === null ? null : (
              <>
                , next <Moment at={nextAt} />
              </>
            )}
            {worker === null ? '' : `; last with ${worker}`}.
          </p>
          {lastFailure === null ? null : (
            <p class="amiss">
              Last failure: {lastFailure.type === null ? '' : `${lastFailure.type}, `}
              {lastFailure.message}
            </p>
          )}
          {state === 'runs' ? null : (
            <form method="post" action={workflowPath(view.address)}>
              <input type="hidden" name="activity" value={id} />
              <button type="submit" class="second" name="act" value="retry">
                Try {name} now
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  </>
);

const Acts = ({ view, lacksReason }: { readonly view: WorkflowView; readonly lacksReason: boolean }) => {
  const { row, engine, address } = view;
  if (row.status === 'ended' && engine?.run?.status !== 'RUNNING') return null;
  const path = workflowPath(address);
  return (
    <>
      <h2>What can be done</h2>
      <form method="post" action={path}>
        <p>Have it look at the plan and at what it was told again. This changes nothing where it is well.</p>
        <button type="submit" class="second" name="act" value="wake">
          Tell it to look again
        </button>
      </form>
      {row.status === 'ended' ? null : (
        <form method="post" action={path}>
          <p>
            Start it from what Postgres keeps, in the next epoch, in the place of whatever runs. Nobody is
            asked or written to twice.
          </p>
          <button type="submit" class="second" name="act" value="restart">
            Start it again
          </button>
        </form>
      )}
      <form method="post" action={path}>
        <p>
          End its run. Its tasks and messages stay as they are; it goes on from there when it is started
          again. This takes a reason, which stands in the audit log and nowhere else.
        </p>
        <label for="reason">Reason</label>
        {lacksReason ? (
          <p class="problem" id="reason-problem">
            Say why: the audit log keeps it.
          </p>
        ) : null}
        <input
          type="text"
          id="reason"
          name="reason"
          required
          maxlength={500}
          {...(lacksReason ? { 'aria-describedby': 'reason-problem', 'aria-invalid': 'true' } : {})}
        />
        <button type="submit" class="second" name="act" value="terminate">
          End its run
        </button>
      </form>
    </>
  );
};

const Story = ({ view }: { readonly view: WorkflowView }) => {
  const { engine, address, ui } = view;
  if (engine === null) return null;
  const { story, events, older } = engine;
  return (
    <>
      <h2>Its story</h2>
      {story.length === 0 ? <p>Nothing is told in this stretch.</p> : null}
      <ol class="story" reversed>
        {story.toReversed().map(({ at, text, amiss, moments, event }) => (
          <li class={amiss ? 'amiss' : ''}>
            <Moment at={at} exact />:{' '}
            {text.replace(/\{(\d)\}/g, (_, place: string) => utc(moments[Number(place)] ?? 0))}{' '}
            <span class="quiet">event {event}</span>
          </li>
        ))}
      </ol>
      {older === null ? null : (
        <p>
          <a href={`${workflowPath(address)}?${new URLSearchParams({ older }).toString()}`}>
            What was before that
          </a>
        </p>
      )}
      <details>
        <summary>The events themselves, {events.length} of them</summary>
        <ol class="events">
          {events.toReversed().map(({ id, at, type, name, given, failure }) => (
            <li value={id}>
              {utc(at, 23)} {type}
              {name === null ? '' : ` ${name}`}
              {given === undefined ? null : <code> {short(given)}</code>}
              {failure === undefined ? '' : `: ${failure.message}`}
            </li>
          ))}
        </ol>
        {ui === null ? null : (
          <p>
            <a href={ui}>All of each, in the Temporal UI</a>
          </p>
        )}
      </details>
    </>
  );
};

const SHORT = 160;

/** A turn carries the whole state of a workflow: its beginning says which one it is. */
function short(given: unknown): string {
  const text = JSON.stringify(given);
  return text.length <= SHORT ? text : `${text.slice(0, SHORT)} …`;
}
