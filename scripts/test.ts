import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { buildIfStale } from './build-if-stale';
import { ensureBrowser } from './find-browser';
import { ensureRedis } from './find-redis';

/**
 * npm test: everything that decides whether this checkout is good. Each check counts as one test beside those of
 * the runner; the last line is "N passed, M failed".
 *   npm test -- --only unit|integration|browser|checks     a part of it
 */
type Count = { passed: number; failed: number };

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const say = (line: string) => console.log(`\n\u25B6 ${line}`);
const total: Count = { passed: 0, failed: 0 };
const failures: string[] = [];
const wants = (part: string) => only === undefined || only === part;

await mkdir('.cache', { recursive: true });
await check('Generated code is there and the pages build', async () => {
  await buildIfStale(say);
  return true;
});
if (wants('checks')) {
  await check('Types (tsc)', () => program('tsc', ['--noEmit']));
  await check('Lint and format (biome)', () => program('biome', ['check', '--error-on-warnings', '.']));
  await check('Walls (dependency-cruiser)', () =>
    program('depcruise', ['--config', '.dependency-cruiser.cjs', 'app', 'practice']),
  );
}
if (wants('integration') && !ensureRedis(say)) say('There is no Redis here: the cache is tested in memory and file.');
// Together, so that one long file does not leave the other processors idle.
await suite(['unit', 'integration'].filter(wants));
if (wants('browser')) {
  await check('A browser is there', async () => {
    process.env.CHROMIUM_PATH = await ensureBrowser(say);
    return true;
  });
  await suite(['browser']);
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

async function check(name: string, work: () => Promise<boolean>): Promise<void> {
  say(name);
  const good = await work().catch((error: Error) => {
    console.error(error.message);
    return false;
  });
  total[good ? 'passed' : 'failed'] += 1;
  if (!good) failures.push(name);
}

async function suite(projects: string[]): Promise<void> {
  if (projects.length === 0) return;
  const name = `Tests: ${projects.join(', ')}`;
  say(name);
  const report = `.cache/vitest-${projects.join('-')}.json`;
  await rm(report, { force: true });
  const good = await program('vitest', [
    ...['run', ...projects.flatMap((project) => ['--project', project])],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  const result = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  const passed: number = result?.numPassedTests ?? 0;
  // A file that cannot even load fails the run without a failed test; tests that did not run did not pass either.
  const failed: number = (result?.numTotalTests ?? 0) - passed;
  total.passed += passed;
  total.failed += good ? failed : Math.max(1, failed);
  if (!good) failures.push(name);
}

function program(name: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(name, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
}
