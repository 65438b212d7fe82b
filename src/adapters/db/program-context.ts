import type { ProgramContext } from '../../activities/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
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
  readonly #prisma: PrismaClient;
  readonly #restored: Restored;
  readonly #limit: number;
  readonly #kept = new Map<string, Promise<ProgramContext>>();

  constructor(prisma: PrismaClient, restored: Restored, limit = 20) {
    this.#prisma = prisma;
    this.#restored = restored;
    this.#limit = limit;
  }

  /** The version in force. */
  async current(programId: string): Promise<ProgramContext> {
    const row = await this.#prisma.program.findUnique({
      where: { id: programId },
      select: { planVersion: true },
    });
    if (row === null) throw new ProgramNotFound(`there is no program ${programId}`);
    return this.at(programId, row.planVersion);
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
    const row = await this.#prisma.planVersion.findUnique({
      where: { programId_version: { programId, version } },
      include: { program: { select: { clock: true, launchAt: true, people: { orderBy: { id: 'asc' } } } } },
    });
    const launched = await this.#prisma.planVersion.findUnique({
      where: { programId_version: { programId, version: FIRST_VERSION } },
      select: { roadmap: true, roadmapSha256: true },
    });
    if (row === null || launched === null) {
      throw new ProgramNotFound(`program ${programId} has no plan version ${version}`);
    }
    const people = row.program.people.map(toPerson);
    const joined = row.program.people.filter(({ joinedBy }) => joinedBy !== null).map(({ id }) => id);
    const plan = this.#restored({
      definition: row.definition as object,
      launchedWith: { roadmap: launched.roadmap as unknown as Roadmap, sha256: launched.roadmapSha256 },
      people,
      joined,
      edits: row.edits as unknown as PlanEdit[],
    });
    return {
      programId,
      version,
      clock: row.program.clock === 'stepped' ? 'stepped' : 'real',
      launchAt: row.program.launchAt?.getTime() ?? null,
      ...plan,
    };
  }
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly zone: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly daysOff: string[];
  readonly delivery: string;
  readonly channel: string;
  readonly webhookUrl: string | null;
  readonly original: unknown;
}

/** A person before the changes of a plan; those are applied to it as edits. */
function toPerson(row: PersonRow): Person {
  const now = {
    language: row.language,
    zone: row.zone,
    quiet: { from: row.quietFrom, to: row.quietTo },
    daysOff: row.daysOff,
  };
  const profile = (row.original ?? now) as Pick<Person, 'language' | 'zone' | 'quiet' | 'daysOff'> &
    Partial<Pick<Person, 'email' | 'channel' | 'webhook'>>;
  // Where the first address is kept, what stands in the row is a later one.
  const isFirst = profile.email === undefined;
  const reach = {
    delivery: row.delivery,
    ...(isFirst ? { channel: row.channel } : {}),
    ...(isFirst && row.webhookUrl !== null ? { webhook: row.webhookUrl } : {}),
  } as Pick<Person, 'delivery' | 'channel' | 'webhook'>;
  const { webhook, ...known } = profile;
  const chat = typeof webhook === 'string' ? { webhook } : {};
  return { id: row.id, name: row.name, email: row.email, ...reach, ...known, ...chat };
}

/** The inverse of what is done when edits are read: nothing but the id of a person stays in a plan. */
export const withoutPeople = (edits: readonly PlanEdit[]): readonly object[] =>
  edits.map((edit) => ('join' in edit ? { ...edit, join: edit.join.map(({ id }) => ({ id })) } : edit));
