// One ESLint configuration for the whole repository. It runs on TypeScript 6, which only this package has:
// version 7 has no API for tools that read types.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import safeql from '@ts-safeql/eslint-plugin/config';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

// Without LINT_DATABASE_URL, a migrated database, the SQL in TypeScript is not looked at.
const sqlIsChecked = process.env.LINT_DATABASE_URL
  ? [
      {
        files: ['packages/api/src/**/*.ts'],
        extends: [
          safeql.configs.connections({
            databaseUrl: process.env.LINT_DATABASE_URL,
            // Statement, parameters and names are checked; the zod schema against the columns is not, so every
            // query also runs in a test. A text parameter counts as text: write the cast (${id}::uuid) where it is not.
            targets: [{ tag: 'sql.+(type\\(*\\)|unsafe)', skipTypeAnnotations: true }],
          }),
        ],
      },
    ]
  : [];

// A type of the API is the whole contract with the web; its code, and the database's, must not be bundled.
const webImports = {
  files: ['packages/web/src/**/*.{ts,tsx}'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['@callgres/api', '@callgres/api/*'], allowTypeImports: true, message: 'The web imports types of the API only.' },
          { group: ['@callgres/db', '@callgres/db/*', 'node:*'], message: 'This does not run in a browser.' },
        ],
      },
    ],
  },
};

// SQL belongs to the database: TypeScript calls functions and reads views.
const WRITES = '/\\b(insert\\s+into|update\\s+\\w+(\\.\\w+)?\\s+set|delete\\s+from|truncate)\\b/i';
const noWrites = {
  files: ['packages/api/src/**/*.ts', 'packages/web/src/**/*.{ts,tsx}'],
  rules: {
    'no-restricted-syntax': [
      'error',
      { selector: `TemplateElement[value.raw=${WRITES}]`, message: 'TypeScript calls a function of the database; it writes no row itself.' },
      { selector: `Literal[value=${WRITES}]`, message: 'TypeScript calls a function of the database; it writes no row itself.' },
    ],
  },
};

export default defineConfig(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.gen.ts', '**/.data/**', '**/generated/**', 'tools/**', '**/*.mjs', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A promise that leaves an `await using` or try block unawaited outlives what the block has opened.
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'max-lines': ['error', { max: 320, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    // Only tools that ask for one get a default export.
    files: ['packages/*/src/**/*.{ts,tsx}', 'db/src/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }] },
  },
  webImports,
  noWrites,
  sqlIsChecked,
);
