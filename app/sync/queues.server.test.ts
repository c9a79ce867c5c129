import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { stopQueue, workOn } from '../jobs/queue.server';
import { installStore } from '../tenancy/store.server';
import { startSync } from './jobs-store.server';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await stopQueue();
  await database.close();
});

async function newStore(name: string): Promise<StoreId> {
  await installStore({ platform: 'shopify', domain: `${name}.myshopify.com`, scopes: '' });
  return storeIdOf('shopify', `${name}.myshopify.com`);
}

test('histories that last keep no pass waiting, neither other stores’ nor their own', async () => {
  const [a, b, c] = [await newStore('a'), await newStore('b'), await newStore('c')];
  const begun: string[] = [];
  let letEnd = () => {};
  const held = new Promise<void>((resolve) => {
    letEnd = resolve;
  });
  await workOn(
    {
      sync: async ({ jobId }) => {
        begun.push(jobId);
        await held;
      },
      pass: async ({ jobId }) => {
        begun.push(jobId);
      },
    },
    { concurrency: { sync: 2, pass: 1 } },
  );
  const histories = [
    await startSync(a, { kind: 'backfill', trigger: 'install' }),
    await startSync(b, { kind: 'reconcile', trigger: 'schedule' }),
  ];
  const started = (jobs: { jobId: string }[]) => () => jobs.every(({ jobId }) => begun.includes(jobId));
  await expect.poll(started(histories), { timeout: 20_000 }).toBe(true);
  const waits = await startSync(c, { kind: 'backfill', trigger: 'install' });
  const passes = [
    await startSync(a, { kind: 'incremental', trigger: 'schedule' }),
    await startSync(c, { kind: 'incremental', trigger: 'schedule' }),
    await startSync(b, { kind: 'reprocess', trigger: 'manual' }),
  ];
  await expect.poll(started(passes), { timeout: 20_000 }).toBe(true);
  expect(started([waits])(), 'both places for long ones are taken').toBe(false);
  letEnd();
  await expect.poll(started([waits]), { timeout: 20_000 }).toBe(true);
});
