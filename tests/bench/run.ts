import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bench, BenchResult } from './bench';

/**
 * npm run bench -- [name ...] [--rounds N] [--quick] [--json FILE] [--keep DIR]
 * Each bench interleaves its cases (limit, ours, a user's pick, again), proves that they did the same work before it
 * prints, and gives ratios: only ratios of one run mean anything.
 */
const all: Record<string, () => Promise<Bench>> = {
  door: async () => (await import('./door')).door,
  writer: async () => (await import('./writer')).writer,
  drain: async () => (await import('./drain')).drainBench,
  sync: async () => (await import('./sync')).sync,
  history: async () => (await import('./history')).history,
  million: async () => (await import('./million')).million,
  'million-recent': async () => (await import('./million')).millionRecent,
  fleet: async () => (await import('./fleet')).fleet,
  lists: async () => (await import('./lists')).lists,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    keep: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !(name in all));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(all).join(', ')}.`);
  process.exit(2);
}
const results: BenchResult[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(all)) {
  const bench = await (all[name] as () => Promise<Bench>)();
  console.log(`\n${bench.name}: ${bench.about}`);
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 5));
  const result = await bench.run({
    rounds,
    quick: values.quick,
    keep: values.keep,
    say: (line) => console.log(`  ${line}`),
  });
  results.push(result);
  for (const one of result.cases) {
    const range = `${Math.round(one.min)} to ${Math.round(one.max)}`;
    console.log(`  ${one.name.padEnd(44)} ${String(Math.round(one.median)).padStart(8)} ${one.unit}  (${range})`);
  }
  for (const [what, value] of Object.entries(result.ratios))
    console.log(`  ${what.padEnd(44)} ${String(value).padStart(8)} x`);
}
if (values.json) {
  await writeFile(values.json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
}
process.exit(0);
