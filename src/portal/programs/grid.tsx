import type { Language } from '../../domain/language.ts';
import { inLanguage } from '../page/frame.tsx';
import { saysHeld } from './held-list.tsx';
import type { CellState, GridRow, ProgramView } from './port.ts';
import { programWords } from './words.ts';

/** Each state has a sign and a shape of its own: colour says nothing that they do not. */
const signs: Readonly<Record<CellState, string>> = {
  late: '!',
  waits: '…',
  open: '●',
  ahead: '○',
  done: '✓',
  aside: '–',
  none: '',
};

const shown = ['late', 'waits', 'open', 'done', 'ahead', 'aside'] as const;

/** Teams by months: where each stands, and what holds it up. */
export const Grid = ({ view }: { readonly view: ProgramView }) => {
  const { language, months, years, groups } = view;
  const words = programWords[language].grid;
  if (groups.length === 0) return <p>{words.none}</p>;
  return (
    <>
      <Legend language={language} />
      <div class="scroll" role="region" tabindex={0} aria-label={words.title}>
        <table class="grid">
          <thead>
            <tr>
              <th scope="col" rowspan={2}>
                {words.team}
              </th>
              {years.map(({ year, months: span }) => (
                <th scope="colgroup" colspan={span} class="year">
                  {year}
                </th>
              ))}
            </tr>
            <tr>
              {months.map(({ short, full, now }) => (
                <th scope="col" abbr={full} {...(now ? { class: 'now' } : {})}>
                  {short}
                  {now ? <span class="vh"> ({words.now})</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map(({ clinic, rows }) => (
            <tbody>
              {clinic === null ? null : (
                <tr class="clinic">
                  <th scope="rowgroup" colspan={months.length + 1}>
                    <span>{clinic}</span>
                  </th>
                </tr>
              )}
              {rows.map((row) => (
                <Row row={row} view={view} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
};

const Legend = ({ language }: { readonly language: Language }) => {
  const { legend, states } = programWords[language].grid;
  return (
    <dl class="legend" aria-label={legend}>
      {shown.map((state) => (
        <div>
          <dt>
            <span class={`s ${state}`} aria-hidden="true">
              {signs[state]}
            </span>
          </dt>
          <dd>{states[state]}</dd>
        </div>
      ))}
    </dl>
  );
};

const Row = ({ row, view }: { readonly row: GridRow; readonly view: ProgramView }) => {
  const { language, months } = view;
  const { grid, held: said } = programWords[language];
  const [first, ...more] = row.held;
  return (
    <tr>
      <th scope="row">
        {row.href === null ? grid.whole : <a href={inLanguage(row.href, language)}>{row.name}</a>}
        {row.standing === 'takes_part' ? null : <span class="why"> {grid.standing[row.standing]}</span>}
        {first === undefined ? null : (
          <span class="why">
            {' '}
            {first.title}: {saysHeld(first, language)}
            {more.length === 0 ? '' : `; ${said.more(more.length)}`}
          </span>
        )}
      </th>
      {row.cells.map((state, month) => (
        <td {...(months[month]?.now === true ? { class: 'now' } : {})}>
          {state === 'none' ? null : (
            <span class={`s ${state}`} role="img" aria-label={grid.states[state]}>
              {signs[state]}
            </span>
          )}
        </td>
      ))}
    </tr>
  );
};
