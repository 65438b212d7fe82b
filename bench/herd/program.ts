import { programSchema, type Program } from '../../src/roadmap/program-schema.ts';
import { roadmapSchema, type Roadmap } from '../../src/roadmap/roadmap-schema.ts';

/** People of each team who are reminded at the instant. */
export const PEOPLE = 8;

const HERD = 'herd';

/** Teams of invented people with one task each, opened at launch, due after hours, with one reminder before. */
export function herdProgram(teams: number): { program: Program; roadmap: Roadmap } {
  const ids = Array.from({ length: teams }, (_, index) => `team-${index + 1}`);
  const membersOf = (team: string) => Array.from({ length: PEOPLE }, (_, index) => `${team}-p${index + 1}`);
  const people = ['lead', ...ids.flatMap(membersOf)];
  const program = programSchema.parse({
    id: HERD,
    title: 'A herd of invented teams',
    roadmap: HERD,
    launch: '2027-01-11',
    zone: 'America/Denver',
    calendar: 'every-day',
    quiet: { from: '00:00', to: '00:00' },
    equityAim: 'None: this is a measurement.',
    lead: 'lead',
    calendars: [
      {
        id: 'every-day',
        businessDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      },
    ],
    organizations: [{ id: 'organization', name: 'Organization', leaders: ['lead'] }],
    clinics: [{ id: 'clinic', organization: 'organization', name: 'Clinic', leaders: ['lead'] }],
    teams: ids.map((id) => ({
      id,
      clinic: 'clinic',
      name: `Team ${id}`,
      lead: 'lead',
      members: membersOf(id),
    })),
    people: people.map((id, index) => ({
      id,
      name: `Person ${id}`,
      email: `${id}@herd.example`,
      language: index % 2 === 0 ? 'en' : 'es',
    })),
  });
  return { program, roadmap };
}

const roadmap: Roadmap = roadmapSchema.parse({
  id: HERD,
  version: '1.0.0',
  title: { en: 'One task for everyone', es: 'Una tarea para cada persona' },
  summary: { en: 'For measurements.', es: 'Para mediciones.' },
  source: 'Made for measurements.',
  translations: { es: { reviewedBy: null } },
  months: 1,
  tracks: [{ id: 'track', title: { en: 'Track', es: 'Línea' }, periods: [{ months: 'M0-M0' }] }],
  stages: [
    {
      id: 'stage',
      title: { en: 'Stage', es: 'Etapa' },
      workflow: 'orientation',
      scope: 'team',
      repeats: 'once',
      months: 'M0-M0',
      tail: 1,
    },
  ],
  steps: [
    {
      id: 'reflection',
      stage: 'stage',
      track: 'track',
      kind: 'task',
      title: { en: 'Look back on the month together', es: 'Mirar juntos el mes que pasó' },
      purpose: {
        en: 'What patients say changes something only where a team talks about it while it is fresh.',
        es: 'Lo que dicen los pacientes cambia algo solo si el equipo lo conversa mientras está fresco.',
      },
      instructions: {
        en: 'Read the results of the month. Write down what surprised you and one thing to try next.',
        es: 'Lea los resultados del mes. Anote qué le sorprendió y una cosa que probar después.',
      },
      audience: ['member'],
      assign: 'each',
      minutes: 20,
      opens: { afterLaunch: 'PT0M' },
      due: { afterLaunch: 'PT8H' },
      reminders: ['PT1H'],
      escalation: 'none',
      completion: {
        fields: [
          { id: 'surprise', label: { en: 'What surprised me', es: 'Qué me sorprendió' }, type: 'text' },
          { id: 'next', label: { en: 'What to try next', es: 'Qué probar después' }, type: 'text' },
        ],
      },
    },
  ],
});
