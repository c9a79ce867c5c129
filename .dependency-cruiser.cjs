// The walls. Each rule carries the sentence that a newcomer reads when it fails (npm run check:walls).
const rooms = 'domain|platforms|inbox|sync|jobs|addons|analytics|privacy|tenancy|governor';
const pureLibraries = '^(node_modules/)?(zod|decimal[.]js|lossless-json|uuid)(/|$)';
module.exports = {
  forbidden: [
    {
      name: 'pure-means-pure',
      severity: 'error',
      comment: 'A file in a room without .server touches nothing: only zod, decimal and its pure neighbours.',
      from: { path: `^app/(${rooms})/`, pathNot: '[.]server[.]tsx?$|[.]test[.]tsx?$' },
      to: { pathNot: `^app/(${rooms})/(?!.*[.]server[.]tsx?$)|${pureLibraries}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-looks-at-nobody',
      severity: 'error',
      comment: 'Words before deeds: app/domain uses only itself and the ground floor.',
      from: { path: '^app/domain/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^app/', pathNot: '^app/(domain|db|config|observability|jobs)/' },
    },
    {
      name: 'adapters-know-only-words',
      severity: 'error',
      comment: 'A platform adapter knows pure domain words, its own folder and the ground floor.',
      from: { path: '^app/platforms/([^/]+)/', pathNot: '[.]test[.]tsx?$' },
      to: {
        path: '^app/',
        pathNot: [
          '^app/platforms/$1/',
          '^app/platforms/[^/]+[.]ts$',
          '^app/domain/(?!.*[.]server[.]tsx?$)',
          '^app/(config|observability|db|tenancy|governor)/',
        ],
      },
    },
    {
      name: 'rooms-use-the-registry',
      severity: 'error',
      comment: 'Nobody names a platform: ask app/platforms/registry.server.ts.',
      from: { path: '^app/', pathNot: '^app/platforms/|^app/routes/auth|[.]test[.]tsx?$' },
      to: { path: '^app/platforms/[^/]+/' },
    },
    {
      name: 'neighbours-do-not-lean',
      severity: 'error',
      comment: 'inbox, sync, add-ons and analytics stand side by side; they meet only in domain and jobs.',
      from: { path: '^app/(inbox|sync|addons|analytics)/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^app/(inbox|sync|addons|analytics|privacy)/', pathNot: '^app/$1/' },
    },
    {
      name: 'ground-floor-looks-at-nobody-above',
      severity: 'error',
      comment: 'db, cache, config, observability, tenancy, governor and jobs carry the rooms above and know none of them.',
      from: { path: '^app/(db|cache|config|observability|tenancy|governor|jobs)/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^app/(inbox|sync|addons|analytics|privacy|platforms|routes|ui)/' },
    },
    {
      name: 'doors-open-outward',
      severity: 'error',
      comment: 'No room imports a route, the UI or an entry.',
      from: { path: `^app/(${rooms}|db|cache|config|observability)/` },
      to: { path: '^app/(routes|ui)/|^app/entry' },
    },
    {
      name: 'prisma-in-stores',
      severity: 'error',
      comment: 'Prisma and SQL live in app/db and in files called store.server.ts.',
      from: { path: '^app/', pathNot: '^app/db/|store[.]server[.]ts$|[.]test[.]tsx?$' },
      to: { path: '(^|/)node_modules/(@prisma|pg)/|^(@prisma/|pg$)|^app/db/generated', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-sees-words-only',
      severity: 'error',
      comment: 'UI uses pure room files, never a .server one.',
      from: { path: '^app/ui/' },
      to: { path: '[.]server[.]tsx?$' },
    },
    {
      name: 'one-reader-of-the-environment',
      severity: 'error',
      comment: 'Only entries and .server files may ask for the configuration; pure files receive what they need.',
      from: { path: '^app/', pathNot: '[.]server[.]tsx?$|^app/entry|^app/config/|[.]test[.]tsx?$' },
      to: { path: '^app/config/.*[.]server[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one thing, or hide a third.',
      from: { pathNot: '^app/db/generated' },
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'practice-stays-out',
      severity: 'error',
      comment: 'Product code never knows the practice platforms; its tests may start one.',
      from: { path: '^app/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^practice/' },
    },
    {
      name: 'practice-knows-nothing-of-us',
      severity: 'error',
      comment: 'A practice platform stands in for the world outside: it talks HTTP and imports no product code.',
      from: { path: '^practice/', pathNot: '[.]test[.]ts$' },
      to: { path: '^app/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|/generated/' },
  },
};
