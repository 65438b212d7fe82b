import { fileURLToPath } from 'node:url';
import { isZone } from '../../src/plan/calendar/zone.ts';
import { loadProgram, loadRoadmap, type ProgramFile } from '../../src/roadmap/load.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const phaseOne = loadRoadmap('partner-with-patients-phase-1');

export const exampleFiles = ['two-organizations.yaml', 'two-teams.yaml', 'minutes/program.yaml'].map(
  (name) => `${root}examples/${name}`,
);

export const roadmapFiles = [phaseOne.file, `${root}examples/minutes/roadmap.yaml`];

export const example = (name: string): ProgramFile => loadProgram(`${root}examples/${name}`, { isZone });
