import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/*
 * Who may import whom. Every project carries one type: and one scope: tag (libs/testing/src/house.spec.ts proves it). Each app
 * that is a service has a scope of its own.
 */
const scopes = readdirSync(join(import.meta.dirname, 'apps')).flatMap((app) => {
  const { nx } = JSON.parse(readFileSync(join(import.meta.dirname, 'apps', app, 'package.json'), 'utf8'));
  return nx.tags.includes('type:app')
    ? nx.tags.find((tag) => tag.startsWith('scope:')).slice('scope:'.length)
    : [];
});
const types = {
  contracts: ['type:contracts'],
  lib: ['type:lib', 'type:contracts'],
  /* Servers for trying and testing, which no production image holds. */
  embedded: [],
  testing: ['type:embedded', 'type:lib', 'type:contracts'],
  /* What browsers get: knows services by their public API only. */
  page: [],
  app: ['type:page', 'type:lib', 'type:contracts'],
  composition: ['type:app', 'type:embedded', 'type:lib', 'type:contracts'],
  e2e: ['type:testing', 'type:contracts'],
};

const constraints = (inTests) => [
  ...scopes.map((scope) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: [`scope:${scope}`, 'scope:shared'],
  })),
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  {
    sourceTag: 'scope:platform',
    onlyDependOnLibsWithTags: ['scope:platform', 'scope:shared', ...scopes.map((s) => `scope:${s}`)],
  },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:e2e', 'scope:shared'] },
  ...Object.entries(types).map(([type, allowed]) => ({
    sourceTag: `type:${type}`,
    onlyDependOnLibsWithTags: inTests ? [...allowed, 'type:testing'] : allowed,
  })),
];

const boundaries = (inTests, allow = []) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    /* A library's own tests run on the real servers that the testing library starts by means of it. */
    ignoredCircularDependencies: ['persistence', 'messaging', 'service-kit', 'imaging'].map((name) => [
      '@argus/testing',
      `@argus/${name}`,
    ]),
    banTransitiveDependencies: false,
    allow,
    depConstraints: constraints(inTests),
  },
];

/* Test files, and what only they use: replicas, builders and scripted far sides in an app's own testing folder. */
const tests = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', 'apps/*/src/testing/**'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.argus/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(false),
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'class-validator',
              message:
                'Import the file of one predicate (class-validator/cjs/…): the index loads 300 modules into every process.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Settings are read in one place: declare them with defineSettings and inject them.',
        },
        {
          selector: "Property[key.name='synchronize'][value.value=true]",
          message: 'The schema changes by migrations only.',
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      /* `async` also makes a throw a rejection, which callers of a promise interface rely on. */
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-deprecated': 'error',
    },
  },
  /* Scripts for people at a terminal, and their settings are words and variables. */
  { files: ['tools/**/*.ts'], rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' } },
  { files: tests, rules: { '@nx/enforce-module-boundaries': boundaries(true) } },
  ...[false, true].map((inTests) => ({
    files: inTests
      ? ['apps/platform/**/*.int-spec.ts', 'apps/platform/src/testing/**']
      : ['apps/platform/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(
        inTests,
        scopes.map((scope) => `@argus/${scope}`),
      ),
    },
  })),
  {
    files: ['libs/service-kit/src/settings/**/*.ts', 'libs/testing/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  /* What end-to-end suites import: Jest loads every module anew for each of them. */
  {
    files: ['libs/testing/src/{*,http/*,platform/*,archives/*}.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        ...['@argus/persistence', '@argus/service-kit', '@argus/messaging', 'fast-check', 'sharp'].map(
          (name) => ({
            name,
            message: 'It loads much; its helpers stand in an entry of their own (README.md).',
          }),
        ),
      ],
    },
  },
);
