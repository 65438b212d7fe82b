import type { HoldingGate } from '../read/gates.ts';
import type { EventRow } from '../read/run-facts.ts';
import { listed, saysWhen, type Telling } from './telling.ts';

/** A need in words: `goal (M04)`. */
const saysNeed = (key: string): string => {
  const [step, occurrence] = key.split('/');
  return occurrence === undefined ? key : `${step} (${occurrence})`;
};

const saysMissing = (missing: readonly string[]): string =>
  missing.length === 0 ? '' : ` Still missing was ${listed(missing.map(saysNeed))}.`;

/** What became of a gate, or of a step that waited for one, in a sentence or two; null for other events. */
export function gateTold({ type, actor, detail }: EventRow, when: string, { who }: Telling): string | null {
  const missing = saysMissing(detail?.missing ?? []);
  switch (type) {
    case 'gate.met':
      return `The gate was met ${when}: nothing that it needs was missing.`;
    case 'gate.waived':
      return `The gate was waived ${when}${actor === null ? '' : `, by ${who(actor)}`}; what waited for it went on.${missing}`;
    case 'gate.lapsed':
      return `The gate lapsed ${when}, with its stage; nothing waits for it any more.${missing}`;
    case 'gate.overtaken':
      return `It waited for the gate ${detail?.gate ?? ''}, and went on ${when} without it: its latest date had come.`;
    default:
      return null;
  }
}

const states: Readonly<Record<HoldingGate['missing'][number]['status'], string>> = {
  ahead: 'not begun yet',
  open: 'open now',
  closed: 'closed without being done',
};

/** What an open gate still needs, and what it holds for how long, in sentences. */
export function saysHolding({ missing, holds, zone }: HoldingGate): string[] {
  const needs = missing.map(
    ({ step, occurrence, status }) => `${saysNeed(`${step}/${occurrence}`)}, ${states[status]}`,
  );
  return [
    needs.length === 0
      ? 'Nothing is missing: the gate is about to close.'
      : `Still missing: ${needs.join('; ')}.`,
    ...holds.map(
      ({ step, occurrence, goesOnAt }) =>
        `It holds ${saysNeed(`${step}/${occurrence}`)}, which goes on ${saysWhen(goesOnAt, zone)} all the same.`,
    ),
  ];
}
