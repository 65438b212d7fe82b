import { createChanges } from '../../src/change/changes.ts';
import type { ChangeStore, Facts, StoredChange, Writes } from '../../src/change/ports.ts';
import type { Wish } from '../../src/change/wishes.ts';
import { planContext } from '../../src/plan/index.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';

export const now = Date.parse('2016-09-07T14:00:00Z');

/** A program on 7 September 2016, kept in memory; what is applied joins its edits. */
export function underWay(program: Program, { roadmap, sha256 }: LoadedRoadmap, more: Partial<Facts> = {}) {
  const kept = new Map<string, StoredChange>();
  const written: Writes[] = [];
  const facts: Facts & { context: { edits: unknown; program: Program; version: number } } = {
    now,
    context: {
      programId: 'program',
      version: 1,
      clock: 'real',
      launchAt: null,
      launched: program,
      launchedWith: { roadmap, sha256 },
      program,
      roadmap,
      sha256,
      edits: [],
    },
    steps: new Map(),
    begun: new Map(),
    openings: new Map(),
    datings: [],
    tasks: [],
    messages: [],
    teams: new Map([['all', { ended: false, endedAt: null }]]),
    ...more,
  };
  let current: Facts = facts;
  const store: ChangeStore = {
    facts: () => Promise.resolve(current),
    keep: (change) => Promise.resolve(void kept.set(change.id, change)),
    find: (id) => Promise.resolve(kept.get(id) ?? null),
    list: () => Promise.resolve([...kept.values()]),
    apply(id, by, decide) {
      const change = kept.get(id)!;
      const verdict = decide(change, current);
      if (verdict.type === 'write') {
        written.push(verdict.writes);
        const { edits } = verdict.writes;
        const context = planContext(program, { roadmap, sha256 }, { edits });
        current = {
          ...current,
          context: { ...current.context, version: 2, edits, program: context.program },
        };
        kept.set(id, { ...change, status: 'applied', appliedBy: by, appliedAt: now, version: 2 });
      }
      return Promise.resolve({ result: verdict.result, tell: [] });
    },
  };
  const changes = createChanges({ store, tell: () => Promise.resolve() });
  return {
    written,
    set: (facts: Partial<Facts>) => (current = { ...current, ...facts }),
    preview: (wish: Wish, by = 'pat') => changes.preview({ program: 'program', by, wish }),
    undo: (change: string) => changes.previewUndo({ change, by: 'pat' }),
    async make(wish: Wish, by = 'pat') {
      const preview = await changes.preview({ program: 'program', by, wish });
      await changes.apply({ change: preview.id!, by });
      return preview;
    },
  };
}
