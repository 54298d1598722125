/**
 * One project per kind of test, so that `--selectProjects` can pick them. Everything runs as ES modules, the way production does; the MongoDB
 * driver needs node's --experimental-vm-modules for that, which `scripts/jest.mjs` sets.
 */
const swc = (tsx) => [
  '@swc/jest',
  {
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic' } },
      experimental: { keepImportAttributes: true },
    },
  },
]

const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': swc(false), '\\.tsx$': swc(true) },
  modulePathIgnorePatterns: ['<rootDir>/(miniprogram|server|world)/dist/', '<rootDir>/\\.(cache|data|tsbuild)/'],
}

const database = {
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
}

const whole = {
  globalSetup: '<rootDir>/tests/support/whole-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/whole-teardown.mjs',
}

/** `roots` keeps each project's file crawl to its own folders: seven crawls of node_modules would cost more than the tests. */
const project = (displayName, folders, extra = {}) => ({
  ...common,
  displayName,
  roots: folders.map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  ...extra,
})

export default {
  watchman: false,
  testTimeout: 60_000,
  // Every file leaves some 50 MB behind in its worker (modules of node's vm are never freed): after a hundred, node collected garbage for minutes.
  workerIdleMemoryLimit: '800MB',
  projects: [
    project('unit', ['shared/src', 'server/src', 'world/src', 'miniprogram/src'], database),
    project('capabilities', ['tests/capabilities'], database),
    project('world', ['tests/world']),
    project('house', ['tests/house'], database),
    project('weapp', ['tests/weapp'], whole),
    project('drills', ['tests/drills'], whole),
    project('journeys', ['tests/journeys'], whole),
  ],
}
