import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractCases, type Rig } from '../../app/platforms/contract';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';

type Other<Practice> = {
  facts: Pick<Rig, 'raw' | 'golden'>;
  startPractice(): Promise<Practice>;
  /** the configuration that leads to it */
  environmentOf(practice: Practice): Record<string, string>;
  rigOf(practice: Practice): Promise<Rig>;
};

/** Runs the contract for one adapter against its practice platform over HTTP. */
export function runContract<Practice extends { stop(): Promise<void> }>(name: string, other: Other<Practice>): void {
  describe(`contract ${name}`, () => {
    const cases = contractCases(other.facts);
    const ended = { passed: 0, failed: 0 };
    let practice: Practice;
    let database: TestDatabase;
    let rig: Rig;

    beforeAll(async () => {
      practice = await other.startPractice();
      database = await createTestDatabase(other.environmentOf(practice));
      rig = await other.rigOf(practice);
    });
    afterAll(async () => {
      process.stdout.write(`contract ${name}: ${ended.passed} passed, ${ended.failed} failed\n`);
      await database?.close();
      await practice?.stop();
    });

    test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
      try {
        await one.run(rig);
        ended.passed += 1;
      } catch (error) {
        ended.failed += 1;
        throw error;
      }
    });
  });

  test('the contract has a hundred cases at least, each with a name of its own', () => {
    const names = contractCases(other.facts).map((one) => one.name);
    expect(names.length).toBeGreaterThanOrEqual(100);
    expect(new Set(names).size).toBe(names.length);
  });
}
