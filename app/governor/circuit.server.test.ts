import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { type Governed, governed, NotNow } from './governor.server';
import { inBackground } from './urgency.server';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.admin.query('truncate platform_circuit, rate_budget'));

const store = (n: number): StoreId => storeIdOf('shopify', `circuit${n}.myshopify.com`);
const answered: Governed<string> = { ending: { kind: 'answered', status: null }, used: 1, result: 'well' };
const failed: Governed<string> = { ending: { kind: 'failed', waitMs: null }, used: null, result: 'unwell' };

/** @returns what came of it; "not now" when the platform was not asked */
async function call(n: number, reply: Governed<string> | (() => Promise<Governed<string>>)): Promise<string> {
  const send = typeof reply === 'function' ? reply : async () => reply;
  try {
    return await inBackground(() => governed({ storeId: store(n), platform: 'shopify', cost: 1 }, send));
  } catch (error) {
    if (error instanceof NotNow) return `not now: ${error.message.match(/\((.*)\)/)?.[1]}`;
    throw error;
  }
}

const circuit = async () =>
  (await database.admin.query(`select failures, not_before is not null as closed from platform_circuit`)).rows[0];

test('a store in trouble delays no other', async () => {
  for (let n = 0; n < 5; n++) expect(await call(1, failed)).toBe('unwell');
  for (let n = 0; n < 20; n++) expect(await call(1, answered)).toBe('not now: store');
  expect(await Promise.all([2, 3, 4, 5].map((n) => call(n, answered)))).toEqual(['well', 'well', 'well', 'well']);
  expect(await circuit()).toEqual({ failures: 0, closed: false });
});

test('when several fail and none is answered nobody asks, then one tries, then all go on', async () => {
  for (const n of [1, 2, 3, 1, 2, 3, 1, 2, 3]) expect(await call(n, failed)).toBe('unwell');
  expect(await call(4, failed), 'the tenth').toBe('unwell');
  expect(await Promise.all([4, 5, 6].map((n) => call(n, answered)))).toEqual(Array(3).fill('not now: platform'));

  const over = () => database.admin.query(`update platform_circuit set not_before = now() - interval '1 ms'`);
  await over();
  expect(await call(5, failed), 'the one that tries').toBe('unwell');
  expect(await call(6, answered)).toBe('not now: platform');

  await over();
  let letAnswer = () => {};
  let asked = 0;
  const slow = () =>
    new Promise<Governed<string>>((resolve) => {
      asked++;
      letAnswer = () => resolve(answered);
    });
  const first = call(5, slow);
  await expect.poll(() => asked).toBe(1);
  expect(await Promise.all([6, 7, 8].map((n) => call(n, slow)))).toEqual(Array(3).fill('not now: platform'));
  expect(asked).toBe(1);
  letAnswer();
  expect(await first).toBe('well');
  expect(await Promise.all([6, 7, 8].map((n) => call(n, answered)))).toEqual(['well', 'well', 'well']);
  expect(await circuit()).toEqual({ failures: 0, closed: false });
});
