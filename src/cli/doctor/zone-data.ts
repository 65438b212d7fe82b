import { localClock } from '../../plan/calendar/moment.ts';
import { isZone, tzdataRelease } from '../../plan/calendar/zone.ts';
import { listed } from '../format/text.ts';
import { ok, warn, type Check } from './check.ts';

const DAY = 86_400_000;

/** Offset in minutes that this Node has for a zone at an instant. */
type NodeOffset = (zone: string, ms: number) => number;

/**
 * Compares the pinned zone rules, with which plans are dated, to those of Node, which other programs on this
 * machine use. Plans are right as long as the pinned rules are; a difference shows where the two will disagree.
 */
export function checkZoneData(
  nodeRelease: string,
  zones: readonly string[],
  from: number,
  nodeOffset: NodeOffset = offsetInNode(),
): Check {
  const name = 'zone data';
  const pinned = `plans are dated with tzdata ${tzdataRelease}`;
  if (nodeRelease === tzdataRelease) return ok(name, `${pinned}, as Node has it`);
  const different = differingZones(zones, from, nodeOffset);
  if (nodeRelease > tzdataRelease) {
    const what = different.length === 0 ? 'no zone differs in the next two years' : differs(different);
    return warn(
      name,
      `${pinned}, Node has the newer ${nodeRelease}; ${what}`,
      'npm install moment-timezone@latest',
    );
  }
  if (different.length === 0) {
    return ok(name, `${pinned}, Node has the older ${nodeRelease}; no zone differs in the next two years`);
  }
  return warn(
    name,
    `${pinned}, Node has the older ${nodeRelease}; ${differs(different)}`,
    'plans and mails are right as they are; update Node so that other programs here agree with them',
  );
}

const differs = (zones: readonly string[]): string =>
  zones.length <= 4
    ? `they differ in ${listed(zones)} in the next two years`
    : `they differ in ${zones.length} zones in the next two years, ${zones.slice(0, 3).join(', ')} among them`;

/** Zones in which pinned rules and Node disagree at some day of the two years from an instant. */
function differingZones(
  zones: readonly string[],
  from: number,
  nodeOffset: NodeOffset = offsetInNode(),
): string[] {
  const days = Array.from({ length: 104 }, (_, week) => from + week * 7 * DAY);
  return zones.filter(
    (zone) =>
      isZone(zone) && days.some((ms) => (localClock(ms, zone) - ms) / 60_000 !== nodeOffset(zone, ms)),
  );
}

function offsetInNode(): NodeOffset {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (zone, ms) => {
    let format = formats.get(zone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
      formats.set(zone, format);
    }
    const text = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /GMT([+-])(\d{2}):(\d{2})/.exec(text);
    if (match === null) return 0;
    return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  };
}
