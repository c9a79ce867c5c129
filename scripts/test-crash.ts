import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/**
 * npm run test:crash: kills the program at every crash point and every record, tries every seeded bug (tests/crash/rig) and
 * every class of faults around the program (tests/crash/faults). The last lines are "fault classes: N/M", "records: N/M",
 * "crash points: N/M" and "seeded bugs: N/M".
 *   -- --long [--minutes 30]   goes on with random kills, a new seed each time, and says how many schedules it ran
 */
const { values: flags } = parseArgs({
  options: { long: { type: 'boolean', default: false }, minutes: { type: 'string', default: '30' } },
});

type Test = { title: string; status: string };

await mkdir('.cache', { recursive: true });
const report = '.cache/vitest-crash.json';
await rm(report, { force: true });
await vitest(['--project', 'crash', '--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`]);
const tests = await readFile(report, 'utf8').then(
  (text) => (JSON.parse(text).testResults as { assertionResults: Test[] }[]).flatMap((one) => one.assertionResults),
  (): Test[] => [],
);
const points = tests.filter(({ title }) => /^(before|after) /.test(title));
const faults = tests.filter(({ title }) => title.startsWith('fault: '));
const records = tests.filter(({ title }) => title.startsWith('record '));
const found = tests.filter(({ title }) => title.endsWith(': found'));
const quiet = tests.filter(({ title }) => title.endsWith(': nothing is found without it'));
const good = (all: Test[]) => all.filter(({ status }) => status === 'passed').length;
for (const { title, status } of tests) if (status !== 'passed') console.log(`${status}: ${title}`);

let schedules = 0;
let broken = 0;
const until = Date.now() + Number(flags.minutes) * 60_000;
while (flags.long && Date.now() < until) {
  const seed = String(Math.floor(Math.random() * 1e9));
  const args = ['--project', 'integration', 'tests/crash/random-kills.test.ts', '--reporter=dot'];
  schedules += 1;
  if (!(await vitest(args, { CRASH_SEED: seed }))) {
    broken += 1;
    console.log(`random kills failed with CRASH_SEED=${seed}`);
  }
}
if (flags.long) console.log(`random kills: ${schedules - broken}/${schedules} schedules`);
console.log(`fault classes: ${good(faults)}/${faults.length}`);
console.log(`records: ${good(records)}/${records.length}`);
console.log(`crash points: ${good(points)}/${points.length}`);
console.log(`seeded bugs: ${Math.min(good(found), good(quiet))}/${found.length}`);
const isGood =
  good(tests) === tests.length && [points, found, faults, records].every(({ length }) => length > 0) && broken === 0;
process.exit(isGood ? 0 : 1);

function vitest(args: string[], environment: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('vitest', ['run', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.once('close', (code) => resolve(code === 0));
  });
}
