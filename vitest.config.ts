import { availableParallelism } from 'node:os';
import tsconfigPaths from 'vite-tsconfig-paths';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest begin first: begun last, they would run alone at the end. */
const longest = [
  'orders/ledger.test.ts',
  'path/permutations.test.ts',
  'crash/import-killed.test.ts',
  'same-order.server.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((one) => moduleId.endsWith(one));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/**
 * Unit (pure, beside their file) and integration (real PostgreSQL, started once by the global set-up); crash and browser go
 * by themselves. Files of the first two share a process: loading the program anew for each of two hundred took a third of
 * their time.
 */
export default defineConfig({
  plugins: [tsconfigPaths()],
  test: {
    // Not vitest's own count (processors less one): many of these tests wait for a database, a clock or a process that
    // begins again. On two processors three workers take 343 s where two take 424 s.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // A busy machine is no fault of ours: what is polled for ends as soon as it is there.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'app/**/*.test.{ts,tsx}',
            'practice/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/architecture/**/*.test.ts',
          ],
          exclude: ['**/*.server.test.ts', '**/node_modules/**'],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['app/**/*.server.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/architecture/**', 'tests/browser/**', '**/node_modules/**'],
          globalSetup: ['tests/setup/database.ts'],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          include: ['tests/crash/**/*.rig.ts'],
          globalSetup: ['tests/setup/database.ts'],
          maxWorkers: 4,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/setup/demo.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
