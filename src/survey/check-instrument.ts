import type { Finding } from '../roadmap/findings.ts';
import { type Instrument, isRated } from './instrument-schema.ts';

/** Names that the form itself uses. */
const reserved: readonly string[] = ['version', 'lang'];

/** What the schema of an instrument cannot see. */
export function checkInstrument({ items }: Instrument): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  items.forEach(({ id }, i) => {
    const path = ['items', i, 'id'];
    if (seen.has(id)) {
      findings.push({
        path,
        value: id,
        problem: 'there is already an item with this id',
        fix: 'Give each item an id of its own.',
      });
    }
    if (reserved.includes(id)) {
      findings.push({
        path,
        value: id,
        problem: `"${id}" is a word of the form itself`,
        fix: 'Give this item another id.',
      });
    }
    seen.add(id);
  });
  if (!items.some(isRated)) {
    findings.push({
      path: ['items'],
      problem: 'nothing here can be counted',
      fix: 'Add an item of type frequency, scale or yes-no.',
    });
  }
  const written = items.flatMap((item, i) => (isRated(item) ? [] : [i]));
  for (const i of written.slice(1)) {
    findings.push({
      path: ['items', i, 'type'],
      value: 'text',
      problem: 'this is the second place to write in',
      fix: 'Keep one: each is read by a person.',
    });
  }
  return findings;
}
