import type { Broken, Facts } from './types.ts';
import { iso } from './index-of.ts';

/** What waits for a gate opens when the gate is met or waived, or at its latest date, and not before. */
export const pastItsGate = ({ held }: Facts): Broken[] =>
  held.flatMap(({ key, gate, openedAt, gateOpenAt, latestAt }): Broken[] => {
    const from = Math.min(gateOpenAt ?? Infinity, latestAt);
    if (openedAt === null || openedAt >= from) return [];
    const detail = `opened before ${gate} was met or waived, and before its latest date ${iso(latestAt)}`;
    return [{ kind: 'past_its_gate', key, at: iso(openedAt), detail }];
  });

/** Patients are asked at least once a month: nothing ever holds that. */
export const askingHeld = ({ asking }: Facts): Broken[] =>
  asking.flatMap(({ key, plannedAt, openedAt }): Broken[] => {
    if (openedAt === null || openedAt <= plannedAt) return [];
    const detail = `the asking of a month opened after its planned time ${iso(plannedAt)}`;
    return [{ kind: 'asking_held', key, at: iso(openedAt), detail }];
  });
