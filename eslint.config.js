import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import checkFile from 'eslint-plugin-check-file'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import {
  callsInProviders,
  clockOfTheContext,
  house,
  noDefaultExport,
  noVagueNames,
  onePlatform,
  wordsInStrings,
} from './config/tools/eslint-bans.js'

const everything = ['**/*.{ts,tsx,js,mjs,cjs}']
const typed = ['**/*.{ts,tsx}']

/** Files whose tool loads the default export: Taro's pages, its entry, its configurations. */
const defaultWanted = [
  'miniprogram/src/app.tsx',
  'miniprogram/src/**/*.config.ts',
  'miniprogram/src/pages/**/*.tsx',
  'miniprogram/src/capabilities/*/pages/**/*.tsx',
  'miniprogram/src/custom-tab-bar/index.tsx',
  'config/*.ts',
]

export default tseslint.config(
  { ignores: ['**/dist/', '.tsbuild/', '.cache/', '.data/', 'coverage/', 'docs/', 'tests/.out/', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: typed,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // HOUSE "Voice": `as const` stays allowed; a cast belongs where the outside comes in.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A capability without errors of its own has an empty table; the driver takes plain options where its types name a class.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // The compiler's noPropertyAccessFromIndexSignature is off; `env['NAME']` reads as what it is, a look-up.
      '@typescript-eslint/dot-notation': 'off',
      // Types that only name the platform's generics read better as a type alias in some places.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', noDefaultExport, ...noVagueNames],
    },
  },
  { files: ['**/platform/**/*.{ts,tsx}'], rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },
  { files: defaultWanted, rules: { 'no-restricted-syntax': ['error', ...noVagueNames] } },
  {
    files: ['server/src/capabilities/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, ...noVagueNames, ...clockOfTheContext, ...callsInProviders],
    },
  },
  {
    files: ['server/src/capabilities/*/providers/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noVagueNames, ...clockOfTheContext] },
  },
  {
    files: ['miniprogram/src/{capabilities,pages,ui}/**/*.{ts,tsx}'],
    ignores: defaultWanted,
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noVagueNames, ...onePlatform] },
  },
  {
    files: ['miniprogram/src/capabilities/*/components/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noVagueNames, ...onePlatform, ...wordsInStrings] },
  },
  {
    files: ['miniprogram/src/{pages,capabilities/*/pages}/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...noVagueNames, ...onePlatform, ...wordsInStrings] },
  },
  {
    files: everything,
    plugins: { 'check-file': checkFile, house },
    rules: {
      'max-lines': ['error', { max: 300 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-implicit-coercion': 'error',
      'check-file/filename-naming-convention': [
        'error',
        { '**/*.{ts,tsx,js,mjs,cjs}': '+([a-z0-9])*(-+([a-z0-9]))?(.zh-CN)' },
        { ignoreMiddleExtensions: true },
      ],
      'check-file/folder-naming-convention': [
        'error',
        { '{shared,server,world,miniprogram,config,scripts,tests}/**/': 'KEBAB_CASE' },
      ],
      'house/plain-file-names': 'error',
    },
  },
  { files: ['server/src/**', 'shared/src/**', 'miniprogram/src/**', 'world/src/**'], rules: { 'no-console': 'error' } },
  {
    files: ['miniprogram/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**/*.ts'],
    rules: {
      // expect(stub.called) and empty callbacks are everyday in tests.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['tests/**/*.ts', 'scripts/**/*.ts'],
    // Bodies of answers and JSON of tools arrive as any; a wrong guess about their shape fails the test that makes it.
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  prettier,
)
