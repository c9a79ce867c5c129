import { afterAll, beforeAll, expect, test } from 'vitest';
import { orders } from '../../app/platforms/shopify/order';
import { startSync } from '../../app/sync/jobs-store.server';
import { lastProof } from '../../app/sync/parity-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { drainStore } from '../../app/wiring.server';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** A store that takes back the permission to read orders older than sixty days. */
const count = 60;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('horizon.myshopify.com', { orders: count, days: 240, seed: 3 });
});
afterAll(() => store?.close());

async function run(kind: 'backfill' | 'reconcile', params: Record<string, unknown> = {}): Promise<void> {
  const { jobId } = await startSync(store.storeId, { kind, trigger: 'test', params });
  await runSync(store.storeId, jobId, async () => store.api, { platform: 'shopify', orders });
  while ((await drainStore(store.storeId)).more);
}

const ask = async (text: string) => (await store.database.admin.query(text, [store.storeId])).rows;

test('orders behind the horizon are not taken for deleted, those before it are', async () => {
  await run('backfill');
  const tokens = store.practice.platform.room(store.domain)?.shelf('token');
  for (const token of tokens?.all() ?? []) {
    tokens?.put({ ...token, scope: token.scope.replace(',read_all_orders', '') });
  }
  await ask(`update store set scopes = replace(scopes, ',read_all_orders', '') where id = $1`);
  expect(await store.api.countOrders(null)).toBeLessThan(count);

  await run('reconcile', { days: null, repair: true });
  expect(await lastProof(store.storeId)).toMatchObject({ differences: 0, repaired: 0 });
  expect(await ask('select from orders where store_id = $1 and deleted_at is not null')).toEqual([]);

  const [recent] = await ask(
    'select platform_order_id as id from orders where store_id = $1 order by created_at desc limit 1',
  );
  store.practice.platform.room(store.domain)?.shelf('order').remove(recent.id);
  await run('reconcile', { days: null, repair: true });
  expect(await lastProof(store.storeId)).toMatchObject({ differences: 1, repaired: 1 });
  const gone = await ask('select platform_order_id as id from orders where store_id = $1 and deleted_at is not null');
  expect(gone).toEqual([{ id: recent.id }]);
});
