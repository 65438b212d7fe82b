import { type Program, programSchema } from '../../src/roadmap/program-schema.ts';
import { makeRoadmap, stage, step } from '../plan/fixtures.ts';

/** Invented example data. A program so plain that a model can say in a few lines when anything in it happens. */

const people = ['ann', 'bob', 'kit', 'eve', 'cal', 'dee', 'fay', 'gus'] as const;

/** Four steps in hours, on UTC, every day worked, nobody written to from 20:00 to 06:00. */
export const tinyRoadmap = makeRoadmap({
  stages: [stage('main', 'M0-M0')],
  steps: [
    step(
      'a',
      { afterLaunch: 'PT72H' },
      { opens: { lead: 'PT48H' }, reminders: ['PT24H'], escalation: { first: 'PT24H', second: 'PT72H' } },
    ),
    step(
      'b',
      { afterLaunch: 'PT100H' },
      {
        audience: ['member', 'staff'],
        assign: 'each',
        opens: { lead: 'PT60H' },
        reminders: ['PT30H'],
        escalation: { first: 'PT24H', second: 'PT72H' },
      },
    ),
    step(
      'c',
      { afterLaunch: 'PT80H' },
      { audience: ['advisor'], assign: 'each', opens: { lead: 'PT40H' }, reminders: ['PT12H'] },
    ),
    step(
      'd',
      { after: 'a', by: 'PT96H' },
      { opens: { lead: 'PT72H' }, reminders: ['PT24H'], escalation: { first: 'PT24H', second: 'PT72H' } },
    ),
  ],
});

export const tinyProgram = (id: string): Program =>
  programSchema.parse({
    id,
    title: 'A tiny program',
    roadmap: 'small',
    launch: '2027-03-01',
    zone: 'UTC',
    calendar: 'every-day',
    quiet: { from: '20:00', to: '06:00' },
    equityAim: 'Those heard least',
    lead: 'gus',
    calendars: [
      {
        id: 'every-day',
        businessDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      },
    ],
    organizations: [{ id: 'org', name: 'Org', leaders: ['gus'] }],
    clinics: [{ id: 'clinic', organization: 'org', name: 'Clinic', leaders: ['fay'] }],
    teams: [
      {
        id: 'red',
        clinic: 'clinic',
        name: 'Red',
        lead: 'ann',
        members: ['bob'],
        staff: ['kit'],
        advisors: [{ person: 'eve', liaison: 'bob' }],
      },
      { id: 'blue', clinic: 'clinic', name: 'Blue', lead: 'cal', members: ['dee'] },
    ],
    people: people.map((person) => ({ id: person, name: person, email: `${person}@clinic.example` })),
  });
