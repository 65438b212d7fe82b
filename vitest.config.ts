import { defineConfig } from 'vitest/config';

/** Tests of pure code: they need no service, and `npm run test:unit` runs them alone. */
const pure = [
  'test/{domain,contracts,roadmap,plan,change,config,rehearsal-pure,portal-pure,survey-pure,why,measure,disclosure,report}/**/*.test.ts',
];

/** Its server loses work where the machine is busy, so these run when all others have ended. */
const alone = ['test/alone/**/*.test.ts'];

export default defineConfig({
  test: {
    // Worker threads crash with Temporal's native addon.
    pool: 'forks',
    maxWorkers: 2,
    env: { TZ: 'UTC' },
    reporters: ['default', './test/harness/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: pure,
          testTimeout: 60_000 * Number(process.env['MILEPOST_TEST_RUNS'] ?? 1),
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: ['test/**/*.test.ts'],
          exclude: [...pure, ...alone],
          globalSetup: 'test/harness/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
