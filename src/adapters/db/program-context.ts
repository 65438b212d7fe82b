import type { Pool } from 'pg';
import type { ProgramContext } from '../../activities/ports.ts';
import type { PlanEdit } from '../../plan/edits.ts';
import type { RestoredPlan, StoredPlan } from '../../plan/stored.ts';
import type { Person } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';

/** The plan that a program was launched with. */
export const FIRST_VERSION = 1;

class ProgramNotFound extends Error {}

/** How a stored plan is put together: `plan`’s rule, handed in. */
type Restored = (stored: StoredPlan) => RestoredPlan;

/** Loads contexts and keeps the latest few: a worker serves few programs and asks for them all day. */
export class ProgramContexts {
  readonly #pool: Pool;
  readonly #restored: Restored;
  readonly #limit: number;
  readonly #kept = new Map<string, Promise<ProgramContext>>();

  constructor(pool: Pool, restored: Restored, limit = 20) {
    this.#pool = pool;
    this.#restored = restored;
    this.#limit = limit;
  }

  /** The version in force. */
  async current(programId: string): Promise<ProgramContext> {
    const { rows } = await this.#pool.query<{ version: number }>(
      'SELECT plan_version AS version FROM program WHERE id = $1',
      [programId],
    );
    const [row] = rows;
    if (row === undefined) throw new ProgramNotFound(`there is no program ${programId}`);
    return this.at(programId, row.version);
  }

  async at(programId: string, version: number): Promise<ProgramContext> {
    const key = `${programId}@${version}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const loading = this.#load(programId, version);
    this.#kept.set(key, loading);
    loading.catch(() => this.#kept.delete(key));
    if (this.#kept.size > this.#limit) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    return loading;
  }

  async #load(programId: string, version: number): Promise<ProgramContext> {
    const { rows } = await this.#pool.query<VersionRow>(
      `SELECT program.clock, program.launch_at, plan.definition, plan.edits,
              first.roadmap, first.roadmap_sha256 AS sha256, people.list AS people
         FROM program
         JOIN plan_version AS plan ON plan.program_id = program.id AND plan.version = $2
         JOIN plan_version AS first ON first.program_id = program.id AND first.version = $3
        CROSS JOIN LATERAL (
              SELECT coalesce(json_agg(to_json(person) ORDER BY person.id), '[]') AS list
                FROM (SELECT id, name, email, language, zone, quiet_from, quiet_to, days_off, delivery, channel,
                             webhook_url, original, joined_by
                        FROM person WHERE program_id = program.id) AS person) AS people
        WHERE program.id = $1`,
      [programId, version, FIRST_VERSION],
    );
    const [row] = rows;
    if (row === undefined) throw new ProgramNotFound(`program ${programId} has no plan version ${version}`);
    const plan = this.#restored({
      definition: row.definition,
      launchedWith: { roadmap: row.roadmap, sha256: row.sha256 },
      people: row.people.map(toPerson),
      joined: row.people.filter(({ joined_by }) => joined_by !== null).map(({ id }) => id),
      edits: row.edits,
    });
    return {
      programId,
      version,
      clock: row.clock === 'stepped' ? 'stepped' : 'real',
      launchAt: row.launch_at?.getTime() ?? null,
      ...plan,
    };
  }
}

interface VersionRow {
  readonly clock: string;
  readonly launch_at: Date | null;
  readonly definition: object;
  readonly edits: readonly PlanEdit[];
  readonly roadmap: Roadmap;
  readonly sha256: string;
  readonly people: readonly PersonRow[];
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly zone: string;
  readonly quiet_from: string;
  readonly quiet_to: string;
  readonly days_off: string[];
  readonly delivery: string;
  readonly channel: string;
  readonly webhook_url: string | null;
  readonly original: unknown;
  readonly joined_by: string | null;
}

/** A person before the changes of a plan; those are applied to it as edits. */
function toPerson(row: PersonRow): Person {
  const now = {
    language: row.language,
    zone: row.zone,
    quiet: { from: row.quiet_from, to: row.quiet_to },
    daysOff: row.days_off,
  };
  const profile = (row.original ?? now) as Pick<Person, 'language' | 'zone' | 'quiet' | 'daysOff'> &
    Partial<Pick<Person, 'email' | 'channel' | 'webhook'>>;
  // Where the first address is kept, what stands in the row is a later one.
  const isFirst = profile.email === undefined;
  const reach = {
    delivery: row.delivery,
    ...(isFirst ? { channel: row.channel } : {}),
    ...(isFirst && row.webhook_url !== null ? { webhook: row.webhook_url } : {}),
  } as Pick<Person, 'delivery' | 'channel' | 'webhook'>;
  const { webhook, ...known } = profile;
  const chat = typeof webhook === 'string' ? { webhook } : {};
  return { id: row.id, name: row.name, email: row.email, ...reach, ...known, ...chat };
}

/** The inverse of what is done when edits are read: nothing but the id of a person stays in a plan. */
export const withoutPeople = (edits: readonly PlanEdit[]): readonly object[] =>
  edits.map((edit) => ('join' in edit ? { ...edit, join: edit.join.map(({ id }) => ({ id })) } : edit));
