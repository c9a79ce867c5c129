import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractCases, type Rig, type RigFacts, Unmet } from '../../app/platforms/contract';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { type Hollow, hollowAdapters, hollowNames } from './hollow-adapters';

type Other<Practice> = {
  facts: RigFacts;
  startPractice(): Promise<Practice>;
  /** the configuration that leads to it */
  environmentOf(practice: Practice): Record<string, string>;
  rigOf(practice: Practice): Promise<Rig>;
};

/** Runs the contract for one adapter against its practice platform over HTTP, and then the contract itself against hollow ones. */
export function runContract<Practice extends { stop(): Promise<void> }>(name: string, other: Other<Practice>): void {
  const cases = contractCases(other.facts);
  let practice: Practice;
  let database: TestDatabase;
  let rig: Rig;

  beforeAll(async () => {
    practice = await other.startPractice();
    database = await createTestDatabase(other.environmentOf(practice));
    rig = await other.rigOf(practice);
  });
  afterAll(async () => {
    await database?.close();
    await practice?.stop();
  });

  describe(`contract ${name}`, () => {
    test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => one.run(rig));
  });

  test('the contract has a hundred cases at least, each with a name of its own', () => {
    const names = cases.map((one) => one.name);
    expect(names.length).toBeGreaterThanOrEqual(100);
    expect(new Set(names).size).toBe(names.length);
  });

  // Made once, while the practice platform is whole: what a case spoils nobody mends where the adapter does not notice.
  let hollows: Promise<Hollow[]> | undefined;
  test.each(hollowNames)('an adapter that %s fails every case', async (what) => {
    hollows ??= hollowAdapters(rig);
    const hollow = (await hollows).find((one) => one.what === what);
    if (!hollow) throw new Error(`there is none that ${what}`);
    const { platform, api } = hollow;
    const faults = { ...rig.faults, revoke: async () => {}, grantAgain: async () => {} };
    const golden = [{ name: 'a vector', isTaken: hollow.takesVector }];
    const passed: string[] = [];
    for (const one of contractCases({ ...other.facts, golden })) {
      const error = await endOf(() => one.run({ ...rig, platform, api, faults }));
      if (error === null) passed.push(one.name);
      else if (!(error instanceof Unmet) && !hollow.own.includes(error))
        throw new Error(`"${one.name}" ended before it looked at the adapter: ${error}`, { cause: error });
    }
    expect(passed).toEqual([]);
  });
}

/** What it threw; null when it came to its end. */
async function endOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
}
