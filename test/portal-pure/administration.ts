import type { Administration } from '../../src/portal/admin/port.ts';

/** The administration of a world in which there is nothing. */
export const noAdministration: Administration = {
  overview: async () => ({
    now: new Date('2026-11-25T14:00:00Z'),
    engine: null,
    programs: [],
    flows: [],
    deliveries: [],
    notes: [],
    versions: { milepost: '0.0.0', postgres: '18', migration: null },
  }),
  program: async () => null,
  workflow: async () => null,
  knows: async () => false,
  act: async () => null,
  sweep: async () => 'away',
  messages: async (show, program, page) => ({
    show,
    program,
    page,
    programs: [],
    counts: {},
    rows: [],
    more: false,
  }),
  mend: async () => 'not_failed',
  people: async (page) => ({
    administrators: [],
    sessions: { sessions: 0, addresses: 0 },
    rows: [],
    more: false,
    page,
    roles: [],
  }),
  endSignIns: async () => 0,
  log: async () => ({ rows: [], more: false }),
};
