import tseslint from 'typescript-eslint';

const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a closed union.' };

/** Clocks and chance have one place each: pure code and workflows are given the time, and draw by hash. */
const noHiddenInputs = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
    { object: 'Math', property: 'random', message: 'Draw by hash from a key (domain/spread.ts).' },
    { object: 'performance', property: 'now', message: 'Take the time as an argument.' },
  ],
  'no-restricted-syntax': [
    'error',
    noEnum,
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'Take the time as an argument.',
    },
    { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time as an argument.' },
  ],
};

export default tseslint.config(
  {
    ignores: ['node_modules', '.milepost', 'dist', 'coverage', 'test/histories', 'test/output'],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/workflows/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers, and null for "nobody", read well in a template.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A port asks for a promise where one adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // `catch((error: NodeJS.ErrnoException) => …)` says what is looked at.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'no-restricted-syntax': ['error', noEnum],
      'no-console': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/{domain,plan,survey,workflows,contracts,roadmap}/**/*.ts'],
    // The one place where a workflow reads its clock, which the sandbox makes the same in a replay.
    ignores: ['src/workflows/program-clock.ts'],
    rules: noHiddenInputs,
  },
  {
    files: ['vitest.config.ts', 'test/harness/{global-setup,reporter}.ts'],
    // Their tools ask for a default export.
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['{test,bench,tools}/**/*.ts'],
    rules: {
      // What a test reads back is loosely typed.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
);
