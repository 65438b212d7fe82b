import type { ProgramContext } from '../../activities/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { PlanEdit } from '../../plan/edits.ts';
import type { Program } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';

class ProgramNotFound extends Error {}

/** Loads contexts and keeps the latest few: a worker serves few programs and asks for them all day. */
export class ProgramContexts {
  readonly #prisma: PrismaClient;
  readonly #limit: number;
  readonly #kept = new Map<string, Promise<ProgramContext>>();

  constructor(prisma: PrismaClient, limit = 20) {
    this.#prisma = prisma;
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
    const people = row.program.people.map((person) => ({
      id: person.id,
      name: person.name,
      email: person.email,
      language: person.language,
      zone: person.zone,
      quiet: { from: person.quietFrom, to: person.quietTo },
      daysOff: person.daysOff,
      delivery: person.delivery,
    }));
    return {
      programId,
      version,
      clock: row.program.clock === 'stepped' ? 'stepped' : 'real',
      launchAt: row.program.launchAt?.getTime() ?? null,
      program: { ...(row.definition as object), people } as Program,
      roadmap: row.roadmap as unknown as Roadmap,
      sha256: row.roadmapSha256,
      edits: row.edits as unknown as PlanEdit[],
    };
  }
}
