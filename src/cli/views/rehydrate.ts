import type { Rehydrated, Survey } from '../../recovery/rehydrate.ts';
import { table } from '../format/table.ts';
import { count, listed } from '../format/text.ts';
import type { Page } from './page.ts';

/** What a rehydration would do with the workflows of one type. */
export interface TypeCount {
  readonly program: string;
  readonly type: string;
  /** Nothing runs for them. */
  readonly start: number;
  /** Something runs that cannot go on, or is to make room. */
  readonly replace: number;
  /** They run, and are left alone. */
  readonly runs: number;
}

/** How many of each type are to be started, replaced and left alone. */
export function countTypes({ workflows }: Pick<Survey, 'workflows'>, force: boolean): TypeCount[] {
  const counts = new Map<
    string,
    { program: string; type: string; start: number; replace: number; runs: number }
  >();
  for (const { row, verdict } of workflows) {
    if (verdict === 'ended') continue;
    const key = `${row.program} ${row.type}`;
    const of = counts.get(key) ?? { program: row.program, type: row.type, start: 0, replace: 0, runs: 0 };
    if (verdict === 'missing') of.start += 1;
    else if (verdict === 'runs' && !force) of.runs += 1;
    else of.replace += 1;
    counts.set(key, of);
  }
  return [...counts.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => of);
}

interface Shown {
  readonly types: readonly TypeCount[];
  readonly leftovers: readonly string[];
  readonly server: { readonly address: string; readonly namespace: string };
}

/** What would be done, for whoever has to say yes. */
export function surveyLines({ types, leftovers, server }: Shown, page: Page): string[] {
  const number = (n: number): string => (n === 0 ? '·' : n.toLocaleString('en-US'));
  return [
    `Workflows that have not ended, and what runs for them at ${server.address}, namespace ${server.namespace}:`,
    '',
    ...table<TypeCount>(
      [
        { title: 'PROGRAM', value: ({ program }) => program, shrinkTo: 12 },
        { title: 'TYPE', value: ({ type }) => type },
        { title: 'START', value: ({ start }) => number(start), align: 'right' },
        { title: 'REPLACE', value: ({ replace }) => number(replace), align: 'right' },
        { title: 'RUN ALREADY', value: ({ runs }) => number(runs), align: 'right' },
      ],
      types,
      page,
    ),
    ...(types.length === 0 ? ['  None: every program has ended, or none was launched.'] : []),
    ...(leftovers.length === 0
      ? []
      : ['', `Run for nobody, and are terminated: ${listed(leftovers.slice(0, 5))}${more(leftovers)}`]),
    '',
  ];
}

const more = (ids: readonly string[]): string => (ids.length > 5 ? ` (${ids.length} in all)` : '');

/** What was done, in a sentence. */
export function rehydratedLine({ started, replaced, running, terminated }: Rehydrated): string {
  const parts = [
    `${count(started, 'workflow')} started`,
    ...(replaced === 0 ? [] : [`${replaced.toLocaleString('en-US')} replaced`]),
    ...(terminated === 0 ? [] : [`${terminated.toLocaleString('en-US')} terminated`]),
    ...(running === 0 ? [] : [`${running.toLocaleString('en-US')} ran already`]),
  ];
  return `${parts.join(', ')}. They go on where they were.`;
}
