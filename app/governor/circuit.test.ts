import { expect, test } from 'vitest';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { type Circuit, failedOnce, untroubled } from './circuit';

const store = (n: number): StoreId => storeIdOf('shopify', `s${n}.myshopify.com`);
const afterFailures = (of: number[], now = 1000): Circuit =>
  of.reduce((circuit, n) => failedOnce(circuit, store(n), now), untroubled);

test('one store, or two, never close a platform to the others', () => {
  expect(afterFailures(Array.from({ length: 500 }, () => 1)).notBefore).toBe(0);
  expect(afterFailures(Array.from({ length: 500 }, (_, n) => n % 2)).notBefore).toBe(0);
});

test('ten failures of three stores close it, for longer each time it is tried in vain', () => {
  const nine = afterFailures([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  expect(nine).toMatchObject({ failures: 9, notBefore: 0 });
  let circuit = failedOnce(nine, store(4), 1000);
  expect(circuit.notBefore).toBe(1000 + 5000);
  expect(failedOnce(circuit, store(1), 2000), 'a call that was under way').toEqual(circuit);
  const waits: number[] = [];
  for (let n = 0; n < 7; n++) {
    const now = circuit.notBefore;
    circuit = failedOnce(circuit, store(1), now);
    waits.push((circuit.notBefore - now) / 1000);
  }
  expect(waits).toEqual([10, 20, 40, 80, 120, 120, 120]);
});
