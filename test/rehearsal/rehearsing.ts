import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { isZone } from '../../src/plan/index.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import type { RehearseOptions } from '../../src/rehearsal/options.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Rehearsal } from '../../src/rehearsal/run.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { keeping } from '../harness/own-temporal.ts';
import { testNamespace } from '../harness/temporal.ts';

/** The two teams of the example, and the whole roadmap. */
export function twoTeams(): { program: Program; roadmap: LoadedRoadmap } {
  return loadProgram('examples/two-teams.yaml', { isZone });
}

const kept: Record<string, string> = {
  orientation: 'M0-M3',
  'survey-orientation': 'M3-M4',
  'journey-mapping': 'M3-M7',
  'survey-cycle': 'M3-M5',
  'quarterly-review': 'M3-M5',
};

/** The same two teams on a part of the roadmap that ends with its first quarterly review. */
export function untilFirstReview(): { program: Program; roadmap: LoadedRoadmap } {
  const { program, roadmap: whole } = twoTeams();
  const stages = whole.roadmap.stages.flatMap((stage) => {
    const months = kept[stage.id];
    return months === undefined ? [] : [{ ...stage, months }];
  });
  const steps = whole.roadmap.steps.filter((step) => kept[step.stage] !== undefined);
  return { program, roadmap: { ...whole, roadmap: { ...whole.roadmap, months: 8, stages, steps } } };
}

type Wanted = Pick<RehearseOptions, 'program' | 'roadmap' | 'people'> &
  Partial<Pick<RehearseOptions, 'seed' | 'onProgress' | 'id' | 'signal' | 'lead' | 'instrument' | 'atEnd'>>;

/** Rehearses on the services of this test run: `rehearsing(options)`. Call once, at the top level of the file. */
export async function rehearsalPlace(temporal?: {
  readonly address: string;
  readonly namespace: string;
}): Promise<(wanted: Wanted) => Promise<Rehearsal>> {
  const place = temporal ?? (await testNamespace());
  const { dir, keeper } = await keeping();
  return (wanted) =>
    rehearse({
      seed: 7,
      daysPerSecond: null,
      id: randomBytes(6).toString('hex'),
      dir,
      ...wanted,
      stack: {
        databaseUrl: inject('services').adminUrl,
        temporalAddress: place.address,
        namespace: place.namespace,
        spawn: (name, spec) => keeper.start(name, { ...spec, logFile: join(dir, `${name}.log`) }),
      },
    });
}
