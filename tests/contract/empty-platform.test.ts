import { expect, test } from 'vitest';
import { contractCases, type Rig } from '../../app/platforms/contract';

/** The next platform starts by failing the contract: one that does nothing at all passes none of its cases. */
const nothing = (): never => {
  throw new Error('nothing is built yet');
};
const empty: unknown = new Proxy(nothing, { get: (_, name) => (name === 'then' ? undefined : empty), apply: nothing });

test('a platform that does nothing fails every case', async () => {
  const raw = { order: ['open'], financial: ['paid'], fulfillment: ['shipped'] };
  const cases = contractCases({ raw, golden: [{ name: 'a vector', isRight: () => false }] });
  const passed: string[] = [];
  for (const one of cases) {
    const failed = await Promise.resolve()
      .then(() => one.run(empty as Rig))
      .then(
        () => false,
        () => true,
      );
    if (!failed) passed.push(one.name);
  }
  expect(passed).toEqual([]);
});
