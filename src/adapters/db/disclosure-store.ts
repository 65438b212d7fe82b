import type { PoolClient } from 'pg';
import type { NewQuarterSums, NewResults } from '../../activities/ports.ts';
import {
  blocksOfQuarter,
  foldForward,
  judge,
  monthNumber,
  sumOf,
  together,
  type Figure,
  type Sum,
} from '../../disclosure/index.ts';
import { monthOccurrence } from '../../domain/keys.ts';
import type { GoodAnswer } from '../../roadmap/good-answers.ts';

/** A figure that could be worked out from which and others of how few answers; it was not published. */
export interface Refused {
  readonly scope: string;
  readonly series: Series;
  readonly answers: number;
}

/** One item in one wording: only its own figures tell anything of its answers. */
export interface Series {
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
}

const teamScope = (team: string): string => `team:${team}`;

/**
 * Publishes what closes with the results of a month: the blocks of one team, each beside what was published before, or
 * not at all. The same again publishes nothing. Within the transaction of the caller, at its end: whoever else publishes
 * for this program waits until it is over.
 *
 * @param good of what the program asks now
 */
export async function publishBlocks(
  client: PoolClient,
  { program, team, through, at }: NewResults,
  good: readonly GoodAnswer[],
): Promise<Refused[]> {
  const { rows: answers } = await client.query<Series & { id: string; month: string; value: number }>({
    name: 'figures-answers',
    text: `SELECT id, instrument, version, item, month, value FROM survey_answer
            WHERE program_id = $1 AND team = $2 ORDER BY id`,
    values: [program, team],
  });
  if (answers.length === 0) return [];
  await oneAtATime(client, program);
  const scope = teamScope(team);
  const blocks = await figuresOf(client, program, [scope]);
  const others = await sumsOver(client, program, [...blocks, ...answers]);
  const refused: Refused[] = [];
  for (const [series, own] of bySeries(answers)) {
    const published = blocks.filter((each) => isOf(each, series));
    // What is not asked any more is counted as it was; what never was, nobody knows how to count.
    const from = good.find((each) => isOf(each, series))?.from ?? published.at(-1)?.goodFrom;
    if (from === undefined) continue;
    const beside = [
      ...published.map((block) => blockFigure(block)),
      ...others.filter((each) => isOf(each, series)).map((each) => figureOver(each, published, own)),
    ];
    const { closed } = foldForward(
      own.map(({ id, month }) => ({ id, month: monthNumber(month) })),
      published.map((block) => ({ ...block, answers: block.contributors })),
      through,
      {
        allows(block) {
          const figure = { id: `${scope}/${block.to}`, parts: partsOf(block.answers) };
          const verdict = judge(beside, figure);
          if (verdict.allowed) beside.push(figure);
          else refused.push({ scope, series, answers: verdict.exposure.answers });
          return verdict.allowed;
        },
      },
    );
    const values = new Map(own.map(({ id, value }) => [id, value]));
    for (const { answers: ids, ...months } of closed) {
      await insert(client, {
        ...series,
        ...months,
        program,
        scope,
        sum: sumOf(
          ids.map((id) => values.get(id)!),
          from,
        ),
        goodFrom: from,
        contributors: ids,
        at,
      });
    }
  }
  return refused;
}

/**
 * Publishes the figures of a quarter for clinics and organizations all of whose teams have come so far: sums of the
 * blocks that closed in it. Once for each quarter; what comes later belongs to the next.
 */
export async function publishSums(client: PoolClient, sums: NewQuarterSums): Promise<Refused[]> {
  const { program, stage, occurrence, first, last, scopes, at } = sums;
  const refused: Refused[] = [];
  if (!(await hasAnswers(client, program))) return refused;
  // Only now is it seen what somebody wrote who published at this very moment.
  await oneAtATime(client, program);
  for (const { scope, teams } of scopes) {
    if (await somebodyIsBehind(client, { program, stage, occurrence, teams })) continue;
    const earlier = await figuresOf(client, program, [scope]);
    const taken = new Set(earlier.flatMap(({ contributors }) => contributors));
    // What was taken before has no answer in common with what is left.
    const blocks = await figuresOf(client, program, teams.map(teamScope), [...taken]);
    const others = await sumsOver(client, program, blocks);
    for (const [series, all] of bySeries(blocks)) {
      const own = earlier.filter((each) => isOf(each, series));
      if (own.some(({ to }) => to >= last)) continue;
      const parts = blocksOfQuarter(all, taken, last);
      if (parts.length === 0) continue;
      const answers = parts.flatMap(({ contributors }) => contributors);
      const beside = [
        ...all.map(blockFigure),
        ...others
          .filter((each) => isOf(each, series))
          .map((each) =>
            figureOver(
              each,
              all,
              answers.map((id) => ({ id })),
            ),
          ),
      ];
      const verdict = judge(beside, { id: `${scope}/${occurrence}`, parts: partsOf(answers) });
      if (!verdict.allowed) {
        refused.push({ scope, series, answers: verdict.exposure.answers });
        continue;
      }
      await insert(client, {
        ...series,
        program,
        scope,
        from: first,
        to: last,
        sum: together(parts),
        goodFrom: parts[0]!.goodFrom,
        contributors: parts.map(({ id }) => id),
        at,
      });
    }
  }
  return refused;
}

/** Whoever comes second sees what the first published. Taken after all other locks. */
const oneAtATime = (client: PoolClient, program: string) =>
  client.query(`SELECT pg_advisory_xact_lock(hashtext('figures ' || $1))`, [program]);

interface StoredFigure extends Series, Sum {
  readonly id: string;
  readonly scope: string;
  readonly from: number;
  readonly to: number;
  /** The least answer that counts as good. */
  readonly goodFrom: number;
  /** Answers of a block, blocks of a sum. */
  readonly contributors: string[];
}

const columns = `id, scope, instrument, version, item, n, contributors,
                 (figures ->> 'good')::int AS good, (figures ->> 'from')::int AS "goodFrom",
                 substr(from_month, 2)::int AS "from", substr(to_month, 2)::int AS "to"`;

/** Whether any patient of this program has answered: where none has, nobody waits for the lock. */
async function hasAnswers(client: PoolClient, program: string): Promise<boolean> {
  const { rows } = await client.query({
    name: 'figures-any',
    text: 'SELECT FROM survey_answer WHERE program_id = $1 LIMIT 1',
    values: [program],
  });
  return rows.length > 0;
}

async function figuresOf(
  client: PoolClient,
  program: string,
  scopes: readonly string[],
  without: readonly string[] = [],
): Promise<StoredFigure[]> {
  const { rows } = await client.query<StoredFigure>({
    name: 'figures-of',
    text: `SELECT ${columns} FROM disclosure
            WHERE program_id = $1 AND scope = ANY($2) AND id NOT IN (SELECT unnest($3::uuid[]))
            ORDER BY substr(to_month, 2)::int, scope, id`,
    values: [program, scopes, without],
  });
  return rows;
}

/** What was published of these answers or blocks beside the blocks of teams: those have no answer of another team. */
async function sumsOver(
  client: PoolClient,
  program: string,
  of: readonly { readonly id: string; readonly contributors?: readonly string[] }[],
): Promise<StoredFigure[]> {
  const { rows } = await client.query<StoredFigure>({
    name: 'figures-sums',
    // `&&` would hold each against each: a join hashes them, once.
    text: `SELECT ${columns} FROM disclosure
            WHERE id IN (SELECT d.id FROM disclosure AS d
                          CROSS JOIN LATERAL unnest(d.contributors) AS made(part)
                           JOIN unnest($2::text[]) AS wanted(part) ON wanted.part = made.part
                          WHERE d.program_id = $1 AND d.scope NOT LIKE 'team:%')
            ORDER BY id`,
    values: [program, of.flatMap(({ id, contributors = [] }) => [id, ...contributors])],
  });
  return rows;
}

/** Whether a team that the plan gives this quarter has not come to its end. */
async function somebodyIsBehind(
  client: PoolClient,
  {
    program,
    stage,
    occurrence,
    teams,
  }: Pick<NewQuarterSums, 'program' | 'stage' | 'occurrence'> & {
    readonly teams: readonly string[];
  },
): Promise<boolean> {
  const { rows } = await client.query({
    name: 'figures-behind',
    text: `SELECT FROM plan_stage AS s
            WHERE s.program_id = $1 AND s.stage = $2 AND s.occurrence = $3 AND s.team = ANY($4)
              AND s.until_version IS NULL
              AND NOT EXISTS (SELECT FROM quarter_collection AS q
                               WHERE q.program_id = $1 AND q.stage = $2 AND q.occurrence = $3 AND q.team = s.team)
            LIMIT 1`,
    values: [program, stage, occurrence, teams],
  });
  return rows.length > 0;
}

interface NewFigure extends Series {
  readonly program: string;
  readonly scope: string;
  readonly from: number;
  readonly to: number;
  readonly sum: Sum;
  readonly goodFrom: number;
  readonly contributors: readonly string[];
  readonly at: number;
}

const insert = (client: PoolClient, figure: NewFigure) =>
  client.query({
    name: 'figures-insert',
    text: `INSERT INTO disclosure (program_id, scope, instrument, version, item, from_month, to_month, n, figures,
                                   published_at, contributors)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      figure.program,
      figure.scope,
      figure.instrument,
      figure.version,
      figure.item,
      monthOccurrence(figure.from),
      monthOccurrence(figure.to),
      figure.sum.n,
      JSON.stringify({ good: figure.sum.good, from: figure.goodFrom }),
      new Date(figure.at),
      figure.contributors,
    ],
  });

const partsOf = (answers: readonly string[]): Figure['parts'] =>
  new Map(answers.map((answer) => [answer, 1]));

const blockFigure = ({ id, contributors }: StoredFigure): Figure => ({ id, parts: partsOf(contributors) });

/**
 * A figure that was published over blocks or answers, by those answers of it that are looked at. All others are one part:
 * how they fall apart makes no difference to these.
 */
function figureOver(
  { id, n, contributors }: StoredFigure,
  blocks: readonly StoredFigure[],
  answers: readonly { readonly id: string }[],
): Figure {
  const made = new Set(contributors);
  const known = new Set([
    ...blocks.filter((block) => made.has(block.id)).flatMap((block) => block.contributors),
    ...answers.filter((answer) => made.has(answer.id)).map((answer) => answer.id),
  ]);
  const rest = n - known.size;
  return {
    id,
    parts: new Map([...partsOf([...known]), ...(rest > 0 ? [[`others of ${id}`, rest] as const] : [])]),
  };
}

const isOf = (a: Series, b: Series): boolean =>
  a.instrument === b.instrument && a.version === b.version && a.item === b.item;

function bySeries<Row extends Series>(rows: readonly Row[]): (readonly [Series, Row[]])[] {
  const all = new Map<string, [Series, Row[]]>();
  for (const row of rows) {
    const { instrument, version, item } = row;
    const key = `${instrument}/${version}/${item}`;
    const known = all.get(key);
    if (known === undefined) all.set(key, [{ instrument, version, item }, [row]]);
    else known[1].push(row);
  }
  return [...all.values()];
}
