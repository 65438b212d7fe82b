import type { Tasks } from '../../src/portal/tasks/port.ts';

const nothing = async () => ({ type: 'refused' as const });

/** Nobody has anything to do. */
export const noTasks: Tasks = {
  linked: async () => null,
  view: async () => null,
  mine: async (_, language) => ({
    language,
    severalPrograms: false,
    severalTeams: false,
    now: [],
    coming: [],
    others: [],
    done: [],
  }),
  complete: nothing,
  hand: nothing,
  setAside: nothing,
  ask: nothing,
  keepDraft: async () => undefined,
};
