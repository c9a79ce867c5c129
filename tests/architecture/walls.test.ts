import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The walls hold, and each of them would catch the sin it is there for. */
const run = promisify(execFile);
const root = process.cwd();
const configFile = path.join(root, '.dependency-cruiser.cjs');
type Rule = { name: string; comment?: string };
const { forbidden } = createRequire(import.meta.url)(configFile) as { forbidden: Rule[] };

async function violations(folder: string): Promise<{ rule: string; from: string }[]> {
  const cruise = path.join(root, 'node_modules/.bin/depcruise');
  const args = ['--config', configFile, '--output-type', 'json', 'app', 'practice'];
  const { stdout } = await run(cruise, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 }).catch(
    (error: { stdout: string }) => error,
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return summary.violations.map((one) => ({ rule: one.rule.name, from: one.from }));
}

test('every rule says its reason in one sentence', () => {
  for (const rule of forbidden) expect(rule.comment, rule.name).toMatch(/^\S.+\.$/);
});

test('this house has no hole in its walls', async () => {
  expect(await violations(root)).toEqual([]);
});

describe('a planted sin is caught', () => {
  const sins: [rule: string, file: string, imports: string][] = [
    ['pure-means-pure', 'app/domain/shared/sin.ts', 'node:fs'],
    ['pure-means-pure', 'app/addons/sin.ts', './there.server'],
    ['domain-looks-at-nobody', 'app/domain/orders/sin.server.ts', '../../inbox/there.server'],
    ['adapters-know-only-words', 'app/platforms/shopify/sin.server.ts', '../../inbox/there.server'],
    ['rooms-use-the-registry', 'app/sync/sin.server.ts', '../platforms/shopify/there.server'],
    ['neighbours-do-not-lean', 'app/sync/sin.server.ts', '../inbox/there.server'],
    ['ground-floor-looks-at-nobody-above', 'app/db/sin.server.ts', '../inbox/there.server'],
    ['doors-open-outward', 'app/inbox/sin.server.ts', '../routes/there'],
    ['prisma-in-stores', 'app/inbox/sin.server.ts', 'pg'],
    ['ui-sees-words-only', 'app/ui/sin.tsx', '../inbox/there.server'],
    ['one-reader-of-the-environment', 'app/addons/sin.ts', '../config/config.server'],
    ['no-cycles', 'app/inbox/back.server.ts', './forth.server'],
    ['practice-stays-out', 'app/inbox/sin.server.ts', '../../practice/shopify/world'],
    ['practice-knows-nothing-of-us', 'practice/shopify/sin.ts', '../../app/inbox/there.server'],
  ];
  let folder: string;
  let caught: Awaited<ReturnType<typeof violations>>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-walls-'));
    const write = async (file: string, text: string) => {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    };
    const imports = new Map<string, string[]>();
    for (const [, file, target] of sins) imports.set(file, [...(imports.get(file) ?? []), target]);
    for (const [file, targets] of imports) {
      await write(
        file,
        targets.map((target, i) => `import * as x${i} from '${target}';\nexport const y${i} = x${i};\n`).join(''),
      );
    }
    const innocent = [
      'app/inbox/there.server.ts',
      'app/platforms/shopify/there.server.ts',
      'app/addons/there.server.ts',
    ];
    for (const file of [
      ...innocent,
      'app/routes/there.ts',
      'app/config/config.server.ts',
      'practice/shopify/world.ts',
    ]) {
      await write(file, 'export const there = 1;\n');
    }
    await write('app/inbox/forth.server.ts', "import * as x from './back.server';\nexport const y = x;\n");
    await write('tsconfig.json', '{"compilerOptions":{"moduleResolution":"Bundler","module":"ESNext"}}');
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    caught = await violations(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(sins)('%s: %s', (rule, from) => {
    expect(caught).toContainEqual({ rule, from });
  });

  test('every rule has a sin that proves it', () => {
    expect(new Set(sins.map(([rule]) => rule))).toEqual(new Set(forbidden.map((rule) => rule.name)));
  });
});
