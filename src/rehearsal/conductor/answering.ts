import { randomBytes } from 'node:crypto';
import { hashOf } from '../../client/secrets.ts';
import { CODE_BYTES, codeOf } from '../../survey/codes.ts';
import type { SurveyStore } from '../../survey/ports.ts';
import type { Visit } from '../patients.ts';
import { concurrently } from './concurrently.ts';
import type { Actor } from './conductor.ts';
import type { Journal } from './journal.ts';
import { retrying } from './retry.ts';

const AT_ONCE = 4;

interface Answering {
  readonly program: string;
  /** The earliest first. */
  readonly visits: readonly Visit[];
  readonly store: Pick<SurveyStore, 'make' | 'spend' | 'move'>;
  readonly journal: Pick<Journal, 'visited' | 'visit'>;
  readonly signal: AbortSignal;
}

/** Patients, who are given cards and answer. Those of a month that was interrupted answer anew, with new cards. */
export async function answering({ program, visits, store, journal, signal }: Answering): Promise<Actor> {
  const done = new Set((await retrying(() => journal.visited(), signal)).map(nameOf));
  const ahead = visits.filter((visit) => visit.forms.length > 0 && !done.has(nameOf(visit)));

  async function answer({ team, month, forms }: Visit): Promise<void> {
    const cards = forms.map((form) => ({ form, hash: hashOf(codeOf(randomBytes(CODE_BYTES))) }));
    const hashes = cards.map(({ hash }) => hash);
    await store.make({ program, team, month, hashes, by: null });
    await concurrently(AT_ONCE, cards, async ({ form, hash }) => {
      await retrying(() => store.spend(hash, form), signal);
    });
    await retrying(() => store.move({ program, team }, month), signal);
    await retrying(() => journal.visit({ team, month }), signal);
  }

  return {
    next: () => ahead[0]?.at ?? null,
    async act(now) {
      for (let [visit] = ahead; visit !== undefined && visit.at <= now; [visit] = ahead) {
        await answer(visit);
        ahead.shift();
      }
    },
  };
}

const nameOf = ({ team, month }: Pick<Visit, 'team' | 'month'>): string => `${team}/${month}`;
