import type { ProgramContext } from '../../activities/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { PlanEdit } from '../../plan/edits.ts';
import type { Person, Program } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';

class ProgramNotFound extends Error {}

/** The rule by which edits change a program: `plan`’s, handed in. */
type EditedProgram = (program: Program, edits: readonly PlanEdit[]) => Program;

/** Loads contexts and keeps the latest few: a worker serves few programs and asks for them all day. */
export class ProgramContexts {
  readonly #prisma: PrismaClient;
  readonly #edited: EditedProgram;
  readonly #limit: number;
  readonly #kept = new Map<string, Promise<ProgramContext>>();

  constructor(prisma: PrismaClient, edited: EditedProgram, limit = 20) {
    this.#prisma = prisma;
    this.#edited = edited;
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
    if (row === null) throw new ProgramNotFound(`program ${programId} has no plan version ${version}`);
    const people = row.program.people.map(toPerson);
    const joined = new Set(
      row.program.people.filter(({ joinedBy }) => joinedBy !== null).map(({ id }) => id),
    );
    const launched = {
      ...(row.definition as object),
      people: people.filter(({ id }) => !joined.has(id)),
    } as Program;
    const edits = withPeople(row.edits as unknown as PlanEdit[], people);
    return {
      programId,
      version,
      clock: row.program.clock === 'stepped' ? 'stepped' : 'real',
      launchAt: row.program.launchAt?.getTime() ?? null,
      launched,
      program: this.#edited(launched, edits),
      roadmap: row.roadmap as unknown as Roadmap,
      sha256: row.roadmapSha256,
      edits,
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
  const profile = (row.original ?? now) as Pick<Person, 'language' | 'zone' | 'quiet' | 'daysOff'>;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    delivery: row.delivery as Person['delivery'],
    ...profile,
  };
}

/** Edits name who joined; the people themselves stand in their own table. */
const withPeople = (edits: readonly PlanEdit[], people: readonly Person[]): readonly PlanEdit[] =>
  edits.map((edit) =>
    edit.kind === 'people'
      ? { ...edit, join: edit.join.flatMap(({ id }) => people.find((person) => person.id === id) ?? []) }
      : edit,
  );

/** The inverse of what is done when edits are read: nothing but the id of a person stays in a plan. */
export const withoutPeople = (edits: readonly PlanEdit[]): readonly object[] =>
  edits.map((edit) =>
    edit.kind === 'people' ? { ...edit, join: edit.join.map(({ id }) => ({ id })) } : edit,
  );
