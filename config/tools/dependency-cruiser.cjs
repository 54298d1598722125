/**
 * The boundaries of the house (laws 2, 3, 4, 9). One rule with a back reference covers all capabilities, present and future.
 * Tests beside the sources keep the same rules; `tests/` may look behind the doors of the database, nothing else.
 */
const capability = '^server/src/capabilities/([^/]+)/'
const clientCapability = '^miniprogram/src/capabilities/([^/]+)/'
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown']

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one thing, or a third is missing: move what both need into it. Types alone may point back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'The import points at nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'one-door-between-capabilities',
      comment: "Import the other capability's index.ts; if its door lacks what you need, widen the door, not the wall.",
      severity: 'error',
      from: { path: capability },
      to: {
        path: '^server/src/capabilities/[^/]+/',
        pathNot: ['^server/src/capabilities/$1/', '^server/src/capabilities/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'one-door-from-outside',
      comment: 'Only index.ts of a capability is imported from outside.',
      severity: 'error',
      from: { path: '^(server|scripts|config)/', pathNot: '^server/src/capabilities/[^/]+/' },
      to: { path: '^server/src/capabilities/[^/]+/', pathNot: '^server/src/capabilities/[^/]+/index\\.ts$' },
    },
    {
      name: 'tests-through-door-or-data',
      comment:
        'A test comes through HTTP or the door; behind it, it may read the stores to see what stands in the database. Acts and domain have their tests beside them. Only promises-people calls single acts, where two of them must meet in a way that no request can force.',
      severity: 'error',
      from: { path: '^tests/', pathNot: '^tests/capabilities/promises-people\\.test\\.ts$' },
      to: {
        path: '^server/src/capabilities/[^/]+/',
        pathNot: ['^server/src/capabilities/[^/]+/index\\.ts$', '^server/src/capabilities/[^/]+/data/'],
      },
    },
    {
      name: 'platform-knows-no-capability',
      comment: 'The platform is handed capabilities by the composition root; it never names one.',
      severity: 'error',
      from: { path: '^server/src/platform/' },
      to: { path: '^server/src/(capabilities|main|worker|seed|context)' },
    },
    {
      name: 'koa-in-platform-http',
      comment: 'Koa is imported only in platform/http: an act takes plain data and an actor.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/platform/http/' },
      to: { path: 'node_modules/(@types/)?(koa|@koa/[^/]+|koa-[^/]+|koa__[^/]+)/' },
    },
    {
      name: 'mongoose-in-data',
      comment:
        'Database code lives in data/ of a capability or in platform/db, where the tenant filter is; hand a store a session, not a model.',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: ['^server/src/capabilities/[^/]+/data/', '^server/src/platform/db/', '\\.test\\.ts$'],
      },
      to: { path: 'node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'pure-domain-no-outside',
      comment:
        'domain/ decides from data, a clock and an actor: no node:, no package but zod and the reading of Chinese characters.',
      severity: 'error',
      from: { path: '^server/src/capabilities/[^/]+/domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: [...npm, 'core'], pathNot: 'node_modules/(zod|pinyin-pro)/' },
    },
    {
      name: 'pure-domain-only-siblings',
      comment:
        'domain/ knows its siblings, @xlb/shared and the platform types it is handed; it never reaches for acts, data or providers.',
      severity: 'error',
      from: { path: '^server/src/capabilities/([^/]+)/domain/' },
      to: {
        path: '^server/src/',
        pathNot: [
          '^server/src/capabilities/$1/domain/',
          '^server/src/platform/(clock|context|errors|ids|capability)\\.ts$',
        ],
      },
    },
    {
      name: 'client-capabilities-apart',
      comment: 'On the client capabilities link by route name (platform/nav); what two of them show belongs in ui/.',
      severity: 'error',
      from: { path: clientCapability },
      to: { path: '^miniprogram/src/capabilities/', pathNot: ['^miniprogram/src/capabilities/$1/'] },
    },
    {
      name: 'client-manifest-only',
      comment:
        'From outside a client capability only its manifest (data) is read, so that its code stays in its own subpackage.',
      severity: 'error',
      from: { path: '^miniprogram/src/', pathNot: '^miniprogram/src/capabilities/[^/]+/' },
      to: { path: '^miniprogram/src/capabilities/[^/]+/', pathNot: '/manifest\\.ts$' },
    },
    {
      name: 'taro-in-platform',
      comment: 'Only platform/ talks to the phone: add what you need there, under a name that says what people get.',
      severity: 'error',
      from: {
        path: '^miniprogram/src/',
        pathNot: ['^miniprogram/src/platform/', '^miniprogram/src/app\\.(tsx|config\\.ts)$'],
      },
      to: { path: 'node_modules/@tarojs/', pathNot: 'node_modules/@tarojs/components/' },
    },
    {
      name: 'client-ui-below-pages',
      comment: 'ui/ and platform/ are used by pages, not the other way round.',
      severity: 'error',
      from: { path: '^miniprogram/src/(ui|platform)/' },
      to: {
        path: '^miniprogram/src/(pages|capabilities|custom-tab-bar)/',
        pathNot: ['/manifest\\.ts$', '^miniprogram/src/capabilities/registry\\.ts$'],
      },
    },
    {
      name: 'world-apart',
      comment:
        'The world stands for other companies: it shares contracts of the outside with nobody and code of the server never.',
      severity: 'error',
      from: { path: '^world/' },
      to: { path: '^(server|miniprogram|scripts|config)/' },
    },
    {
      name: 'server-apart',
      comment: 'The server knows the world by hosts and keys in its configuration, and the clients by the contract.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(world|miniprogram|scripts|config)/' },
    },
    {
      name: 'client-apart',
      comment: 'The client knows the server by the contract in shared/.',
      severity: 'error',
      from: { path: '^miniprogram/src/' },
      to: { path: '^(server|world|scripts|config)/' },
    },
    {
      name: 'shared-stands-alone',
      comment: 'shared/ runs on phone, browser and server: nothing but zod.',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^shared/src/', 'node_modules/zod/'] },
    },
    {
      name: 'zod-mini-on-the-phone',
      comment: 'A page that imports one full zod schema weighs 87 KB, with zod/mini 17 KB: import zod/mini.',
      severity: 'error',
      from: { path: '^(shared|miniprogram)/src/' },
      to: { path: 'node_modules/zod/', pathNot: 'node_modules/zod/mini/' },
    },
    {
      name: 'no-test-in-product',
      comment: 'Nothing that runs imports a test.',
      severity: 'error',
      from: { path: '^(server|shared|world|miniprogram)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['\\.test\\.tsx?$', '^tests/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Only our own dist: excluding every dist/ would hide packages whose entry lies in one (koa, taro), and the bans would pass empty.
    exclude: { path: '^(miniprogram|server|world)/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.cjs', '.js', '.json'],
    },
  },
}
