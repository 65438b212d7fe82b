/**
 * What holds a program up: grouped and counted, the oldest first, each with what to do next. Pure. It never ranks:
 * groups stand in the order of the alphabet, and nobody is given a number to be compared by.
 */
import { toConfirm } from './held-changes.ts';
import { heldSteps } from './held-steps.ts';
import { atGate, inReview, overdue, unassigned } from './held-tasks.ts';
import {
  type Grouping,
  type Held,
  type HeldGroup,
  type Hold,
  type HoldFacts,
  type HoldKind,
  holdKinds,
} from './holds.ts';

/** Everything that holds a program up; every kind is there, also where nothing is of it. */
export function heldUp(facts: HoldFacts, by: Grouping): Hold[] {
  const all: Readonly<Record<HoldKind, readonly Held[]>> = {
    unassigned: unassigned(facts),
    overdue: overdue(facts),
    review: inReview(facts),
    gate: atGate(facts),
    ...heldSteps(facts),
    confirm: toConfirm(facts),
  };
  return holdKinds.map((kind) => ({
    kind,
    ...wordsOf(kind, facts.program),
    count: all[kind].length,
    groups: grouped(all[kind], by, facts),
  }));
}

function wordsOf(kind: HoldKind, program: string): Pick<Hold, 'title' | 'next'> {
  switch (kind) {
    case 'unassigned':
      return {
        title: 'Without an owner',
        next: `Find somebody to answer for each: whoever is named beside it may take it (\`milepost claim\`), or it is handed to somebody (\`milepost reassign ${program} --task KEY --to PERSON\`). What is no longer needed can be closed with the reason (\`milepost waive\`).`,
      };
    case 'overdue':
      return {
        title: 'Open past their date: these could use help',
        next: `Ask what is in the way, and offer a hand. More time is \`milepost shift ${program} --team TEAM --step STEP --days N\`.`,
      };
    case 'review':
      return {
        title: 'Reviews that are open',
        next: 'Set a time to look at the results together; the task says what to note down.',
      };
    case 'gate':
      return {
        title: 'Held by a gate',
        next: 'Offer help with what is missing: a gate closes by itself once all is done. Where it cannot be met, it can be waived with the reason (`milepost waive`).',
      };
    case 'event':
      return {
        title: 'Waiting for another step',
        next: 'Finishing the step that is named lets these go on. Offer help there first.',
      };
    case 'confirm':
      return {
        title: 'Waiting to be confirmed',
        next: `Look at what each would send (\`milepost amend ${program} --confirm CHANGE\` shows it), and let it go with \`--apply\`, or take the change back (\`milepost undo\`). Whoever leads the program or one of its organizations may.`,
      };
    case 'drift':
      return {
        title: 'Away from the roadmap’s dates',
        next: `A date that was chosen is no fault. \`milepost changes ${program}\` says who moved what; \`milepost shift\` moves the rest along, \`milepost undo\` takes a change back.`,
      };
  }
}

function grouped(items: readonly Held[], by: Grouping, facts: HoldFacts): HeldGroup[] {
  const groups = new Map<string | null, Held[]>();
  for (const item of items) {
    for (const id of placesOf(item, by, facts)) {
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [item]);
      else group.push(item);
    }
  }
  return [...groups]
    .map(([id, held]) => ({ id, name: nameOf(id, by, facts), items: held.toSorted(byAge) }))
    .sort((a, b) => Number(a.id === null) - Number(b.id === null) || a.name.localeCompare(b.name, 'en'));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byAge = (a: Held, b: Held): number => compare(a.since.utc, b.since.utc) || compare(a.key, b.key);

function placesOf(
  { team, people }: Held,
  by: Grouping,
  { program, plan }: HoldFacts,
): readonly (string | null)[] {
  switch (by) {
    case 'program':
      return [program];
    case 'clinic':
      return [plan.program.teams.find(({ id }) => id === team)?.clinic ?? null];
    case 'person':
      return people.length === 0 ? [null] : [...new Set(people)];
  }
}

function nameOf(id: string | null, by: Grouping, { plan, who }: HoldFacts): string {
  switch (by) {
    case 'program':
      return plan.program.title;
    case 'clinic':
      return plan.program.clinics.find((clinic) => clinic.id === id)?.name ?? 'All teams together';
    case 'person':
      return id === null ? 'Nobody in particular' : who(id);
  }
}
