import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateOperations, operationFiles, schemaFile, tomlFile } from './generate/operations';

/**
 * npm run generate: the Prisma client and the typed operations of Shopify's Admin API. Each is made only when what it
 * is made from changed, so this may run before everything else. Works offline.
 */
const force = process.argv.includes('--force');
const generator = ['operations', 'scopes', 'types'].map((name) => `scripts/generate/${name}.ts`);

await step('prisma', ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'], async () => {
  const { status } = spawnSync(path.resolve('node_modules/.bin/prisma'), ['generate'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Generating asks for a schema engine that it does not use; any executable satisfies it, so nothing is downloaded.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  if (status !== 0) throw new Error('prisma generate failed');
  return ['app/db/generated/client.ts'];
});

await step('operations', [...(await operationFiles()), schemaFile, tomlFile, ...generator], () => generateOperations());

/** Runs `make` unless its inputs are those of last time and its outputs are still there. */
async function step(name: string, inputs: string[], make: () => Promise<string[]>): Promise<void> {
  const hash = createHash('sha256');
  for (const file of inputs)
    hash
      .update(file)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  const digest = hash.digest('hex');
  const stampFile = path.join('.cache', `generated-${name}.json`);
  const stamp: { digest: string; outputs: string[] } | null = existsSync(stampFile)
    ? JSON.parse(await readFile(stampFile, 'utf8'))
    : null;
  if (!force && stamp?.digest === digest && stamp.outputs.every((file) => existsSync(file))) return;
  try {
    const outputs = await make();
    await mkdir('.cache', { recursive: true });
    await writeFile(stampFile, JSON.stringify({ digest, outputs }));
    console.log(`generated: ${outputs.join(', ')}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
