import { workflowStates } from '../../read/workflow-tree.ts';
import type { Framing } from '../page/framing.ts';
import { workflowPath } from './address.ts';
import { AdminFrame, EngineAway, Moment, Pages } from './frame.tsx';
import type { ProgramView, TreeFilter, TreeRow } from './port.ts';
import { counted, saysNext, saysWaits, signs } from './says.ts';

/** The tree of a program’s workflows, and a search in it. */
export const ProgramPage = ({ framing, view }: { readonly framing: Framing; readonly view: ProgramView }) => {
  const { program, now, teams, rows, filter, more, held } = view;
  const { id, zone } = program;
  const searched = filter.team !== undefined || filter.stage !== undefined || filter.state !== undefined;
  return (
    <AdminFrame framing={framing} title={id} back={{ href: '/admin', text: 'Overview' }}>
      {held ? null : <EngineAway />}
      <p>
        {program.status === 'ended' ? 'Ended.' : 'Running.'} It is now <Moment at={now} zone={zone} />.
      </p>
      <Search view={view} />
      <h2>{searched ? found(filter) : 'The program, and what belongs to all of it'}</h2>
      {rows.length === 0 ? <p>Nothing fits.</p> : <Tree rows={rows} view={view} />}
      <Pages page={filter.page} more={more} href={(page) => query(id, { ...filter, page })} />
      {searched ? null : (
        <>
          <h2>Teams</h2>
          <ul class="cards">
            {teams
              .filter(({ team }) => team !== 'all')
              .map(({ team, running, ended, planned, amiss, nextAt }) => (
                <li>
                  <h3>
                    <a href={query(id, { team, page: 0 })}>{team}</a>
                    {amiss === 0 ? null : (
                      <strong class="amiss"> {counted(amiss, 'workflow')} may be stuck</strong>
                    )}
                  </h3>
                  <p>
                    {running} running, {ended} ended, {planned} planned.
                    {nextAt === null ? null : (
                      <>
                        {' '}
                        Next moment: <Moment at={nextAt} zone={zone} />.
                      </>
                    )}
                  </p>
                </li>
              ))}
          </ul>
        </>
      )}
    </AdminFrame>
  );
};

function query(id: string, { team, stage, state, page }: TreeFilter): string {
  const wanted = Object.entries({ team, stage, state, page: page === 0 ? undefined : String(page) });
  const parameters = wanted.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/admin/programs/${id}?${new URLSearchParams(parameters).toString()}`;
}

const found = ({ team, stage, state }: TreeFilter): string =>
  [
    'Workflows',
    ...(state === undefined ? [] : [`that are ${state}`]),
    ...(team === undefined ? [] : [`of ${team}`]),
    ...(stage === undefined ? [] : [`in ${stage}`]),
  ].join(' ');

const Search = ({ view: { program, teams, stages, filter } }: { readonly view: ProgramView }) => (
  <form class="search" method="get" action={`/admin/programs/${program.id}`}>
    <Choice name="team" label="Team" options={teams.map(({ team }) => team)} chosen={filter.team} />
    <Choice name="stage" label="Stage" options={stages} chosen={filter.stage} />
    <Choice name="state" label="State" options={workflowStates} chosen={filter.state} />
    <button type="submit" class="second">
      Search
    </button>
  </form>
);

/** One of a few, or any. */
export const Choice = ({
  name,
  label,
  options,
  chosen,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly string[];
  readonly chosen: string | undefined;
}) => (
  <p>
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      <option value="">any</option>
      {options.map((option) => (
        <option value={option} {...(option === chosen ? { selected: true } : {})}>
          {option}
        </option>
      ))}
    </select>
  </p>
);

/** What belongs to a team stands under it. */
const Tree = ({ rows, view }: { readonly rows: readonly TreeRow[]; readonly view: ProgramView }) => {
  const teams = [...new Set(rows.map(({ team }) => team))];
  return (
    <ul class="tree">
      {teams.map((team) => {
        const own = rows.filter((row) => row.team === team);
        const head = own.find(({ stage }) => stage === null);
        const under = own.filter(({ stage }) => stage !== null);
        const name = team === 'all' ? `program ${view.program.id}` : `team ${team}`;
        return (
          <li>
            {head === undefined ? <h3>{name}</h3> : <Line row={head} name={name} view={view} />}
            {under.length === 0 ? null : (
              <ul>
                {under.map((row) => (
                  <li>
                    <Line row={row} name={`${row.stage} ${row.occurrence}`} view={view} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const Line = ({
  row,
  name,
  view,
}: {
  readonly row: TreeRow;
  readonly name: string;
  readonly view: ProgramView;
}) => {
  const { id, zone } = view.program;
  const { status, nextAt, sign, differs } = row;
  const next = saysNext(row);
  const waits = saysWaits(row);
  return (
    <>
      <h3>
        <a href={workflowPath({ program: id, ...row })}>{name}</a> <span class="state">{status}</span>
      </h3>
      {differs === null ? null : (
        <p class="amiss">
          {differs === 'nothing runs'
            ? 'Nothing runs for it in Temporal.'
            : 'It has ended, and still runs in Temporal.'}
        </p>
      )}
      {sign === null ? null : <p class="amiss">{signs[sign]}</p>}
      {next === null || nextAt === null ? null : (
        <p>
          {next}: <Moment at={nextAt} zone={zone} />
        </p>
      )}
      {waits.length === 0 ? null : <p>Waits {waits.join('; ')}.</p>}
    </>
  );
};
