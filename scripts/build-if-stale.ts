import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const stamp = '.cache/built';

/**
 * Generates code and builds the pages when anything that goes into them changed since the last time.
 * @returns true when it built
 */
export async function buildIfStale(say: (line: string) => void): Promise<boolean> {
  const wanted = await fingerprint(
    ['app', 'prisma', 'public'],
    ['package-lock.json', 'remix.config.js', 'vite.config.ts'],
  );
  const known = existsSync(stamp) ? await readFile(stamp, 'utf8') : '';
  const whole = existsSync('build/server/index.js') && existsSync('app/db/generated/client.ts');
  if (known === wanted && whole) return false;
  say('Generating types and building the pages ...');
  await step('tsx', ['scripts/generate.ts']);
  await step('remix', ['vite:build']);
  await mkdir('.cache', { recursive: true });
  await writeFile(stamp, wanted);
  return true;
}

async function step(program: string, args: string[]): Promise<void> {
  try {
    await run(program, args, { env: { ...process.env, NODE_ENV: 'production' }, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout.slice(-3000)}${stderr.slice(-3000)}`);
  }
}

/** One hash over the contents of all files in the folders (generated code and tests aside) and of the single files. */
async function fingerprint(folders: string[], files: string[]): Promise<string> {
  const hash = createHash('sha256');
  const all = [...files];
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && !/[/\\]generated[/\\]|\.test\.tsx?$/.test(file)) all.push(file);
    }
  }
  for (const file of all.sort()) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}
