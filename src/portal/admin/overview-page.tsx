import type { Framing } from '../page/framing.ts';
import { pathOfId } from './address.ts';
import { AdminFrame, Facts, Moment } from './frame.tsx';
import type { Overview } from './port.ts';
import { counted } from './says.ts';
import { troublesOf } from './troubles.ts';

/** Is everything well? And what runs, in which version. */
export const OverviewPage = ({
  framing,
  view,
  said,
}: {
  readonly framing: Framing;
  readonly view: Overview;
  readonly said: string | null;
}) => {
  const troubles = troublesOf(view);
  return (
    <AdminFrame framing={framing} title="Overview" said={said}>
      {troubles.length === 0 ? (
        <p class="well">All is well.</p>
      ) : (
        <section class="problems" aria-labelledby="troubles">
          <h2 id="troubles">
            {troubles.length === 1 ? 'One thing needs' : `${troubles.length} things need`} a look
          </h2>
          <ul>
            {troubles.map(({ text, href }) => (
              <li>{href === null ? text : <a href={href}>{text}</a>}</li>
            ))}
          </ul>
        </section>
      )}
      <Programs view={view} />
      <Found view={view} />
      <Runs view={view} />
    </AdminFrame>
  );
};

const Programs = ({ view: { programs, flows, deliveries } }: { readonly view: Overview }) => (
  <>
    <h2>Programs</h2>
    {programs.length === 0 ? <p>No program has been launched yet: milepost launch does.</p> : null}
    <ul class="cards">
      {programs.map(({ id, status, roadmap, planVersion, tzdata, teams, zone }) => {
        const flow = flows.find(({ program }) => program === id);
        const mail = deliveries.find(({ program }) => program === id);
        return (
          <li>
            <h3>
              <a href={`/admin/programs/${id}`}>{id}</a> <span class="state">{status}</span>
            </h3>
            <p>
              {counted(teams, 'team')}; {counted(flow?.running ?? 0, 'workflow')} running, {flow?.ended ?? 0}{' '}
              ended. Roadmap {roadmap.id} {roadmap.version}, plan version {planVersion}, zone rules {tzdata}.
            </p>
            {flow?.nextAt ? (
              <p>
                Next moment: <Moment at={flow.nextAt} zone={zone} />.
              </p>
            ) : null}
            {mail === undefined || mail.retried + mail.held === 0 ? null : (
              <p>
                Messages: {mail.retried} tried again by themselves, {mail.held} held.
              </p>
            )}
          </li>
        );
      })}
    </ul>
  </>
);

const Found = ({ view: { engine, notes } }: { readonly view: Overview }) => {
  const sweep = engine?.sweep ?? null;
  return (
    <>
      <h2 id="found">Drift</h2>
      <p>
        {sweep === null || sweep.startedAt === null ? (
          'No sweep has been made yet.'
        ) : (
          <>
            The last sweep began <Moment at={sweep.startedAt} />
            {sweep.report === null
              ? '.'
              : `; ${counted(sweep.report.looked, 'workflow')} looked at, ${sweep.report.mended.length} amiss.`}
          </>
        )}
      </p>
      {notes.length === 0 ? (
        <p>Nothing had to be mended so far.</p>
      ) : (
        <ul>
          {notes.map(({ at, what, key, detail }) => (
            <li>
              <Moment at={at} />: {what} <Subject id={key} />
              {detail.drift === undefined ? '' : `, ${detail.drift}`}
              {detail.did === undefined ? '' : `, ${detail.did}`}
              {detail.messages === undefined ? '' : `, ${counted(detail.messages, 'message')}`}
              {detail.workflows === undefined ? '' : `, ${counted(detail.workflows, 'workflow')}`}
            </li>
          ))}
        </ul>
      )}
      {sweep === null ? null : (
        <form method="post" action="/admin">
          <button type="submit" class="second" name="act" value="sweep">
            Look for drift now
          </button>
        </form>
      )}
    </>
  );
};

/** An id, as a way to its page where it has one. */
export const Subject = ({ id }: { readonly id: string }) => {
  const path = pathOfId(id);
  return path === null ? <code>{id}</code> : <a href={path}>{id}</a>;
};

const Runs = ({ view: { engine, versions } }: { readonly view: Overview }) => (
  <>
    <h2>What runs</h2>
    <Facts
      rows={[
        ['Portal', `milepost ${versions.milepost}`],
        [
          'Workers',
          engine === null ? (
            'not known: Temporal does not answer'
          ) : engine.workers.length === 0 ? (
            'none'
          ) : (
            <ul>
              {engine.workers.map(({ identity, seenAt }) => (
                <li>
                  {identity}, last heard of <Moment at={seenAt} />
                </li>
              ))}
            </ul>
          ),
        ],
        ['Temporal', engine === null ? 'does not answer' : engine.serverVersion],
        ['Postgres', versions.postgres],
        ['Schema', versions.migration ?? 'none'],
      ]}
    />
  </>
);
