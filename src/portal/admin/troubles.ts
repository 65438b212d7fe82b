/** What is not well, in the order in which it matters. Pure. */
import { counted } from './says.ts';
import type { EngineView, Overview } from './port.ts';

export interface Trouble {
  readonly text: string;
  /** Where to look; null where it is mended outside. */
  readonly href: string | null;
}

const MINUTE = 60_000;
/** A worker asks again at least so often. */
const SILENT_WORKER_MS = 3 * MINUTE;
/** A sweep begins every ten minutes. */
const SILENT_SWEEP_MS = 60 * MINUTE;

export function troublesOf(overview: Overview): Trouble[] {
  const { engine, programs, flows, deliveries, now } = overview;
  return [
    ...(engine === null
      ? [
          {
            text: 'Temporal does not answer: until it is back nothing opens, and nothing can be completed.',
            href: null,
          },
        ]
      : engineTroubles(
          engine,
          programs.some(({ clock, status }) => clock === 'real' && status === 'running'),
          now,
        )),
    ...programs
      .filter(({ started }) => !started)
      .map(({ id }) => ({
        text: `The launch of ${id} was cut short. Launching the same file again finishes it.`,
        href: `/admin/programs/${id}`,
      })),
    ...flows
      .filter(({ amiss }) => amiss > 0)
      .map(({ program, amiss }) => ({
        text: `${program}: ${counted(amiss, 'workflow')} may be stuck.`,
        href: `/admin/programs/${program}?state=amiss`,
      })),
    ...deliveries.flatMap(({ program, failed, addressesGone, overdue }) => [
      ...(failed === 0
        ? []
        : [
            {
              text: `${program}: ${counted(failed, 'failed message')} that nobody has looked at.`,
              href: `/admin/messages?show=trouble&program=${program}`,
            },
          ]),
      ...(addressesGone === 0
        ? []
        : [
            {
              text: `${program}: ${
                addressesGone === 1 ? 'a mail address does' : `${addressesGone} mail addresses do`
              } not exist; whoever leads the program corrects that.`,
              href: `/admin/messages?show=bounced&program=${program}`,
            },
          ]),
      ...(overdue === 0
        ? []
        : [
            {
              text: `${program}: ${counted(overdue, 'message')} due for more than ten minutes and taken by no worker.`,
              href: `/admin/messages?show=overdue&program=${program}`,
            },
          ]),
    ]),
  ];
}

/** @param live whether a program runs on real time: only then does anything look for drift */
function engineTroubles({ workers, sweep }: EngineView, live: boolean, now: Date): Trouble[] {
  const awake = workers.some(({ seenAt }) => now.getTime() - seenAt < SILENT_WORKER_MS);
  const troubles: Trouble[] = [];
  if (!awake)
    troubles.push({ text: 'No worker runs: nothing opens, and no mail goes out. Start one.', href: null });
  if (!live) return troubles;
  if (sweep === null)
    troubles.push({ text: 'Nothing looks for drift: a worker that starts sets it up.', href: null });
  else if (sweep.paused) {
    troubles.push({ text: 'The sweeps that look for drift are paused, in Temporal’s schedule.', href: null });
  } else if (sweep.startedAt !== null && now.getTime() - sweep.startedAt > SILENT_SWEEP_MS) {
    troubles.push({ text: 'The last sweep for drift began more than an hour ago.', href: null });
  }
  const stuck = sweep?.report?.mended.filter(({ did }) => did === 'waits').length ?? 0;
  if (stuck > 0) {
    troubles.push({
      text: `The last sweep could not mend ${counted(stuck, 'workflow')}.`,
      href: '#found',
    });
  }
  return troubles;
}
