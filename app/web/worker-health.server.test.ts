import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { putEntries } from '../domain/entries/entry-store.server';
import { storeIdOf } from '../domain/shared/ids';
import { startSync } from '../sync/jobs-store.server';
import { installStore } from '../tenancy/store.server';
import { startWorkerHealth } from './worker-health.server';

let database: TestDatabase;
let health: Awaited<ReturnType<typeof startWorkerHealth>>;
beforeAll(async () => {
  database = await createTestDatabase({ METRICS_TOKEN: 'm'.repeat(20), HOST: '127.0.0.1' });
  health = await startWorkerHealth(0);
});
afterAll(async () => {
  await health.stop();
  await database.close();
});

const get = (path: string, headers = {}) => fetch(`http://127.0.0.1:${health.port}${path}`, { headers });
async function measured(): Promise<Record<string, number>> {
  const reply = await get('/metrics', { authorization: `Bearer ${'m'.repeat(20)}` });
  expect(reply.status).toBe(200);
  const lines = (await reply.text()).split('\n').filter((line) => line.startsWith('tagalong_'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

test('a worker says that it lives and is ready, keeps its metrics to who may see them, and has nothing else', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
  expect((await get('/metrics')).status).toBe(401);
  expect((await get('/app')).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${health.port}/healthz`, { method: 'POST' })).status).toBe(404);
});

test('the gauges are what the tables hold', async () => {
  await installStore({ platform: 'shopify', domain: 'gauges.myshopify.com', scopes: '' });
  const storeId = storeIdOf('shopify', 'gauges.myshopify.com');
  const entry = (n: number) => ({
    storeId,
    source: 'pull' as const,
    topic: 'order:pulled',
    dedupeKey: `${n}`,
    body: Buffer.from('{}'),
  });
  await putEntries(storeId, [entry(1), entry(2), entry(3)], { wake: false });
  await database.admin.query(`update inbox_entry set state = 'dead' where dedupe_key = '1'`);
  await database.admin.query(
    `update inbox_entry set received_at = now() - interval '90 seconds' where dedupe_key = '2'`,
  );
  const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
  await database.admin.query(
    `insert into parity_proof (store_id, job_id, proven_to, differences, repaired, finished_at) values ($1, $2, now(), 5, 2, now())`,
    [storeId, jobId],
  );
  const found = await measured();
  expect(found).toMatchObject({
    ...{ tagalong_inbox_pending: 2, tagalong_inbox_dead: 1, tagalong_sync_stale_stores: 1 },
    ...{ tagalong_parity_differences: 3, 'tagalong_sync_jobs{kind="backfill",state="pending"}': 1 },
  });
  expect(found.tagalong_inbox_oldest_pending_seconds).toBeGreaterThanOrEqual(90);
  await database.admin.query(`update sync_job set state = 'running' where id = $1`, [jobId]);
  await database.admin.query(`update sync_job set state = 'completed', finished_at = now() where id = $1`, [jobId]);
  expect(await measured()).toMatchObject({ tagalong_sync_stale_stores: 0 });
});
