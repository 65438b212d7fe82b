import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isZone } from '../../src/plan/calendar/zone.ts';
import { InputError, type InputProblem } from '../../src/roadmap/input-error.ts';
import { loadProgram, loadRoadmap, type ProgramFile } from '../../src/roadmap/load.ts';

/** One thing that is wrong: how it gets into the good file, and what the error must say of it. */
export interface Bad {
  readonly promise: string;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly problem: RegExp;
  readonly fix: RegExp;
}

export const bad = (
  promise: string,
  from: string,
  to: string,
  path: string,
  problem: RegExp,
  fix: RegExp,
): Bad => ({ promise, from, to, path, problem, fix });

const folder = mkdtempSync(join(tmpdir(), 'milepost-roadmap-'));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A text with one part replaced; it fails loudly where that part is not there, so that no fixture is empty. */
export function edit(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the fixture has no "${from}"`);
  return text.replace(from, () => to);
}

export function problemsOf(load: () => unknown): readonly InputProblem[] {
  try {
    load();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

export const roadmapProblems = (text: string): readonly InputProblem[] =>
  problemsOf(() => loadRoadmap(written('roadmap.yaml', text)));

export function programFrom(text: string): ProgramFile {
  written('small-roadmap.yaml', goodRoadmap);
  return loadProgram(written('program.yaml', text), { isZone });
}

export const programProblems = (text: string): readonly InputProblem[] => problemsOf(() => programFrom(text));

export const goodRoadmap = `
id: small
version: 1.0.0
title: { en: Small, es: Pequeño }
summary: { en: A small one, es: Uno pequeño }
source: Made for a test.
translations: { es: { reviewedBy: null } }
months: 6
tracks:
  - { id: one-track, title: { en: Track, es: Vía }, periods: [{ months: M0-M5 }] }
stages:
  - { id: start, title: { en: Start, es: Inicio }, workflow: orientation, scope: team, repeats: once, months: M0-M2 }
  - { id: cycle, title: { en: Cycle, es: Ciclo }, workflow: surveyCycle, scope: team, repeats: monthly, months: M1-M5 }
  - { id: top, title: { en: Top, es: Cima }, workflow: leadership, scope: program, repeats: once, months: M0-M5 }
steps:
  - id: begin
    stage: start
    track: one-track
    kind: task
    title: { en: Begin, es: Empezar }
    purpose: { en: To begin, es: Para empezar }
    instructions: { en: Begin now, es: Empiece ya }
    audience: [team_lead]
    assign: one
    minutes: 10
    opens: { lead: P7D }
    due: { businessDay: 10, month: M0 }
    reminders: [P3D]
    emits: begun
  - id: follow
    stage: start
    track: one-track
    kind: task
    title: { en: Follow, es: Seguir }
    purpose: { en: To follow, es: Para seguir }
    instructions: { en: Follow on, es: Siga }
    audience: [member]
    assign: each
    minutes: 10
    due: { onEvent: begun, by: 5bd, latest: { day: 20, month: M1 }, otherwise: open }
    reminders: [P1D]
  - id: gather
    stage: start
    track: one-track
    kind: meeting
    title: { en: Gather, es: Reunirse }
    purpose: { en: To meet, es: Para verse }
    instructions: { en: Come along, es: Venga }
    audience: [team_lead, advisor]
    assign: each
    minutes: 30
    due: { after: begin, by: P7D }
    event: { minutes: 30, where: { en: Here, es: Aquí } }
  - id: count
    stage: cycle
    track: one-track
    kind: counts
    title: { en: Count, es: Contar }
    purpose: { en: To count, es: Para contar }
    instructions: { en: Count them, es: Cuéntelos }
    audience: [team_lead]
    assign: one
    minutes: 10
    opens: { businessDay: 1 }
    due: { businessDay: 5 }
    reminders: [P1D]
    completion:
      fields:
        - { id: asked, label: { en: Asked, es: Preguntados }, type: number, min: 0, max: 900 }
        - { id: returned, label: { en: Returned, es: Devueltas }, type: number }
        - { id: seen, label: { en: Seen, es: Atendidos }, type: range }
  - id: close
    stage: cycle
    track: one-track
    kind: automatic
    title: { en: Close, es: Cerrar }
    purpose: { en: To close, es: Para cerrar }
    instructions: { en: It closes, es: Se cierra }
    audience: [team_lead]
    assign: one
    minutes: 0
    due: { day: 31 }
  - id: lead-on
    stage: top
    track: one-track
    kind: milestone
    title: { en: Lead on, es: Dirigir }
    purpose: { en: To lead, es: Para dirigir }
    instructions: { en: Lead the way, es: Marque el camino }
    audience: [org_leader]
    assign: each
    minutes: 10
    due: { day: 10, month: M3 }
`;

export const goodProgram = `
id: small-program
title: A small program
roadmap: ./small-roadmap.yaml
launch: 2027-01-11
zone: America/New_York
calendar: days
equityAim: Whoever is heard least.
rest: [M3]
lead: pat
calendars:
  - { id: days, extends: us-federal }
organizations:
  - { id: org, name: Org, leaders: [pat] }
clinics:
  - { id: clinic, organization: org, name: Clinic, leaders: [sam] }
teams:
  - id: blue
    clinic: clinic
    name: Blue
    lead: kim
    members: [lou]
    advisors:
      - { person: ada, liaison: lou }
people:
  - { id: pat, name: Pat One, email: pat@clinic.example }
  - { id: sam, name: Sam Two, email: sam@clinic.example }
  - { id: kim, name: Kim Three, email: kim@clinic.example }
  - { id: lou, name: Lou Four, email: lou@clinic.example }
  - { id: ada, name: Ada Five, email: ada@advisors.example }
`;
