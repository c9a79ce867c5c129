import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedStore, connectStore } from '../../tests/setup/connected-store';
import { testEnvironment } from '../../tests/setup/test-database';
import { platformCalls } from '../observability/metrics.server';
import type { StoreApi } from '../platforms/platform';
import { authenticateVisit } from '../platforms/shopify/authenticate.server';
import { orders } from '../platforms/shopify/order';
import { installStore, markUninstalled } from '../tenancy/store.server';
import { drainStore } from '../wiring.server';
import { resumeAuthorised } from './authorisation-store.server';
import { findSyncJob, moveSyncJob, startSync } from './jobs-store.server';
import { runSync } from './run-sync.server';
import { startDueSyncs } from './schedule-store.server';
import { welcome } from './welcome.server';

/** A merchant takes the app's permission back in the middle of a sync, and gives it again later. */
const count = 40;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('revoked.myshopify.com', { orders: count });
}, 60_000);
afterAll(() => store?.close());

/** The platform knows none of our tokens any more, those to refresh with included. */
function revoke(): void {
  const tokens = store.practice.platform.room(store.domain)?.shelf('token');
  for (const token of tokens?.all() ?? []) tokens?.remove(token.id);
}

async function openTheApp(): Promise<void> {
  const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';
  await authenticateVisit(
    new Request(`${testEnvironment.APP_URL}/app`, {
      headers: { authorization: `Bearer ${store.practice.world.sessionToken(store.domain)}`, 'user-agent': browser },
    }),
  );
}

/** Calls of the Admin API, and to the endpoint that renews tokens. */
async function callsMade(): Promise<number> {
  const calls = (await platformCalls.get()).values.reduce((sum, { value }) => sum + value, 0);
  return calls + Object.values(store.practice.platform.tokenRequests).reduce((sum, n) => sum + n, 0);
}

/** The store's own API whose export is cut after half of the orders: the next call finds the permission gone. */
function cutShort(how: () => unknown = revoke): StoreApi {
  return {
    ...store.api,
    async *exportOrders(options) {
      // All of them come on one page.
      for await (const page of store.api.exportOrders(options)) {
        yield page.slice(0, count / 2);
        await how();
        await store.api.facts();
        yield page.slice(count / 2);
      }
    },
  };
}

test('a job whose permission is taken back waits with its place, asks nobody, and goes on when it is given again', async () => {
  const source = { platform: 'shopify' as const, orders };
  const { jobId } = await startSync(store.storeId, { kind: 'backfill', trigger: 'test' });
  let before = 0;
  const api = cutShort();
  await runSync(store.storeId, jobId, async () => api, source).finally(async () => {
    before = await callsMade();
  });
  while ((await drainStore(store.storeId)).more);
  const waiting = await findSyncJob(store.storeId, jobId);
  expect(waiting).toMatchObject({ state: 'paused', processed: count / 2, created: count / 2, failed: 0 });
  expect(waiting?.waitsForPermission).toBe(true);
  expect(waiting?.error).toContain('Open');

  // Its last records may be saved later than it began to wait; that must not hide a token that came between.
  await store.database.admin.query(`update sync_job set updated_at = now() + interval '1 hour' where id = $1`, [jobId]);

  // Ticks find nothing to do, and a worker that takes the job up again finds that it waits.
  expect(await resumeAuthorised()).toBe(0);
  await startDueSyncs();
  await runSync(store.storeId, jobId, async () => store.api, source);
  expect(await callsMade()).toBe(before);

  await openTheApp();
  expect(await resumeAuthorised()).toBe(1);
  expect(await resumeAuthorised()).toBe(0);
  await runSync(store.storeId, jobId, async () => store.api, source);
  while ((await drainStore(store.storeId)).more);
  expect(await findSyncJob(store.storeId, jobId)).toMatchObject({
    ...{ state: 'completed', total: count, processed: count, created: count, failed: 0, error: null },
  });
  const [row] = (
    await store.database.admin.query('select count(*)::int as n from orders where store_id = $1', [store.storeId])
  ).rows;
  expect(row.n).toBe(count);
}, 60_000);

test('after it was taken back the platform is asked three times at most', async () => {
  revoke();
  const before = await callsMade();
  const { jobId } = await startSync(store.storeId, { kind: 'incremental', trigger: 'test' });
  const source = { platform: 'shopify' as const, orders };
  await runSync(store.storeId, jobId, async () => store.api, source);
  expect(await findSyncJob(store.storeId, jobId)).toMatchObject({ state: 'paused' });
  const asked = (await callsMade()) - before;
  process.stdout.write(`permission taken back: ${asked} calls\n`);
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(3);
}, 60_000);

test('a job that a person stops while its permission is taken back has ended', async () => {
  await store.database.admin.query('delete from sync_job where store_id = $1', [store.storeId]);
  await openTheApp();
  const { jobId } = await startSync(store.storeId, { kind: 'backfill', trigger: 'test' });
  const stopped = cutShort(async () => {
    await moveSyncJob(store.storeId, jobId, 'cancel');
    revoke();
  });
  await runSync(store.storeId, jobId, async () => stopped, { platform: 'shopify', orders });
  expect(await findSyncJob(store.storeId, jobId)).toMatchObject({ state: 'cancelled' });
}, 60_000);

test('what a person holds afterwards is not let go by a newer token', async () => {
  const [{ id }] = (
    await store.database.admin.query(
      `insert into sync_job (store_id, id, kind, state, trigger, checkpoint)
        values ($1, gen_random_uuid(), 'incremental', 'pending', 'test',
                jsonb_build_object('waitsForTokenSince', now() - interval '1 hour')) returning id`,
      [store.storeId],
    )
  ).rows;
  const held = {
    ...store.api,
    async *pullOrders() {
      await moveSyncJob(store.storeId, id, 'pause');
      yield [];
    },
  };
  await openTheApp();
  await runSync(store.storeId, id, async () => held, { platform: 'shopify', orders });
  expect(await findSyncJob(store.storeId, id)).toMatchObject({ state: 'paused', waitsForPermission: false });
  expect(await resumeAuthorised()).toBe(0);
}, 60_000);

test('a store that leaves in the middle and comes back ends with all of its orders, each once', async () => {
  await openTheApp();
  await store.database.admin.query('delete from sync_job where store_id = $1', [store.storeId]);
  await store.database.admin.query('delete from orders where store_id = $1', [store.storeId]);
  await store.database.admin.query('delete from inbox_entry where store_id = $1', [store.storeId]);
  const source = { platform: 'shopify' as const, orders };
  const { jobId } = await startSync(store.storeId, { kind: 'backfill', trigger: 'install' });
  const leaves = cutShort(() => {
    revoke();
    return markUninstalled(store.storeId, new Date());
  });
  await runSync(store.storeId, jobId, async () => leaves, source);
  while ((await drainStore(store.storeId)).more);
  expect(await findSyncJob(store.storeId, jobId)).toMatchObject({ state: 'paused', processed: count / 2 });
  expect(await resumeAuthorised()).toBe(0);

  // Installed again: a new epoch, a new token; its welcome finds the history that was under way.
  await openTheApp();
  const { installedNow } = await installStore({ platform: 'shopify', domain: store.domain, scopes: 'read_orders' });
  expect(installedNow).toBe(true);
  await welcome(store.storeId, async () => store.api);
  expect(await resumeAuthorised()).toBe(1);
  await runSync(store.storeId, jobId, async () => store.api, source);
  while ((await drainStore(store.storeId)).more);
  expect(await findSyncJob(store.storeId, jobId)).toMatchObject({ state: 'completed', created: count, failed: 0 });
  const { rows } = await store.database.admin.query(
    `select count(*)::int as n, (select count(*)::int from sync_job where store_id = $1 and kind = 'backfill') as jobs
       from orders where store_id = $1`,
    [store.storeId],
  );
  expect(rows[0]).toEqual({ n: count, jobs: 1 });
}, 60_000);
