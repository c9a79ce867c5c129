import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { buildIfStale } from './build-if-stale';

/** npm run test:contract: every adapter against the contract of platforms. One line a platform: "contract <name>: N passed, M failed". */
type Test = { fullName: string; title: string; status: string };

await mkdir('.cache', { recursive: true });
await buildIfStale((line) => console.log(line));
const report = '.cache/vitest-contract.json';
await rm(report, { force: true });
const ended = await new Promise<number>((resolve) => {
  const args = ['run', '--project', 'integration', 'tests/contract', '--silent', '--reporter=json'];
  const child = spawn('vitest', [...args, `--outputFile.json=${report}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  child.once('close', (code) => resolve(code ?? 1));
});
const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
  testResults: { assertionResults: Test[] }[];
};
const counts = new Map<string, { passed: number; failed: number }>();
for (const { fullName, title, status } of testResults.flatMap((one) => one.assertionResults)) {
  const name = /^contract (\S+)/.exec(fullName)?.[1];
  if (name === undefined) {
    // What is proven of the contract itself counts for no platform.
    if (status !== 'passed') console.log(`${status}: ${title}`);
    continue;
  }
  const count = counts.get(name) ?? { passed: 0, failed: 0 };
  count[status === 'passed' ? 'passed' : 'failed'] += 1;
  counts.set(name, count);
  if (status !== 'passed') console.log(`${status}: ${name}: ${title}`);
}
for (const [name, { passed, failed }] of counts) console.log(`contract ${name}: ${passed} passed, ${failed} failed`);
process.exit(ended);
