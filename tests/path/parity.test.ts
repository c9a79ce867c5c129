import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../../app/cli/main.server';
import { orders } from '../../app/platforms/shopify/order';
import { askForSync, findSyncJob, startSync } from '../../app/sync/jobs-store.server';
import { lastProof } from '../../app/sync/parity-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { drainStore } from '../../app/wiring.server';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** Our copy against the platform's own orders, over HTTP: exact after a backfill, and every kind of difference found. */
const count = 60;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('parity.myshopify.com', { orders: count, seed: 4 });
});
afterAll(() => store?.close());

async function run(kind: 'backfill' | 'reconcile', params: Record<string, unknown> = {}): Promise<string> {
  const { jobId } = await startSync(store.storeId, { kind, trigger: 'test', params });
  await runSync(store.storeId, jobId, async () => store.api, { platform: 'shopify', orders });
  while ((await drainStore(store.storeId)).more);
  return jobId;
}

async function prove(params: Record<string, unknown> = {}) {
  const jobId = await run('reconcile', { days: null, ...params });
  const proof = await lastProof(store.storeId);
  expect(proof?.jobId).toBe(jobId);
  return { job: await findSyncJob(store.storeId, jobId), proof };
}

const ask = async (text: string, values: unknown[] = []) =>
  (await store.database.admin.query(text, [store.storeId, ...values])).rows;

test('after a backfill every order is proven equal; what is spoiled, lost or late is found, named and mended', async () => {
  await run('backfill');
  const first = await prove();
  expect(first.proof).toMatchObject({ orders: count, differences: 0, repaired: 0, left: [] });
  expect(first.job).toMatchObject({ state: 'completed', processed: count, unchanged: count, failed: 0 });

  const ids = (await ask(`select platform_order_id as id from orders where store_id = $1 order by 1`)).map(
    ({ id }) => id as string,
  );
  const refunds = await ask(`select platform_order_id as id from refund where store_id = $1 and refunded > 0 limit 1`);
  const [lost, spoiled, status, late, gone, line] = ids.filter((id) => id !== refunds[0].id) as [string, ...string[]];
  const refund = refunds[0].id as string;
  const spoil = (text: string, ...values: unknown[]) => ask(text, values);
  await spoil(`delete from orders where store_id = $1 and platform_order_id = $2`, lost);
  await spoil(`update orders set gross = gross + 0.01 where store_id = $1 and platform_order_id = $2`, spoiled);
  await spoil(`update orders set financial_status = 'voided' where store_id = $1 and platform_order_id = $2`, status);
  await spoil(`update refund set refunded = refunded + 1 where store_id = $1 and platform_order_id = $2`, refund);
  await spoil(`delete from order_line where store_id = $1 and platform_order_id = $2`, line);
  await store.practice.world.quietly(store.domain, async () => {
    await store.change(`mutation($id: ID!) { orderClose(input: { id: $id }) { userErrors { message } } }`, {
      id: `gid://shopify/Order/${late}`,
    });
    await store.change(`mutation($id: ID!) { orderDelete(orderId: $id) { userErrors { message } } }`, {
      id: `gid://shopify/Order/${gone}`,
    });
  });

  const second = await prove();
  expect(second.job).toMatchObject({ state: 'completed_with_errors', failed: 7 });
  expect(Object.fromEntries((second.proof?.left ?? []).map((one) => [one.platformOrderId, one.cause]))).toEqual({
    ...{ [lost]: 'missing', [spoiled as string]: 'different', [status as string]: 'different' },
    ...{ [late as string]: 'stale', [gone as string]: 'gone', [line as string]: 'different', [refund]: 'different' },
  });
  const fieldsOf = (id: string | undefined) => second.proof?.left.find((one) => one.platformOrderId === id)?.fields;
  expect(fieldsOf(spoiled)).toEqual(['orders.gross']);
  expect(fieldsOf(status)).toEqual(['orders.financial_status']);
  expect(fieldsOf(refund)).toEqual(['refund.refunded']);
  expect(fieldsOf(line)).toEqual(['order_line.missing']);

  const third = await prove({ repair: true });
  expect(third.proof).toMatchObject({ differences: 7, repaired: 7, left: [] });
  expect(third.job).toMatchObject({ state: 'completed', updated: 7, failed: 0 });
  const fourth = await prove();
  expect(fourth.proof).toMatchObject({ orders: count - 1, differences: 0, left: [] });
  expect(
    await ask(`select deleted_at is not null as gone from orders where store_id = $1 and platform_order_id = $2`, [
      gone,
    ]),
  ).toEqual([{ gone: true }]);
  // What hangs on the orders was mended with them: ledger, customers and days.
  const said: string[] = [];
  const code = await runCommandLine(['verify', '--store', store.domain], {
    say: (one) => said.push(one),
    note: () => {},
  });
  expect(code, said.join('\n')).toBe(0);
});

test('a person asks for a proof as for any other job', async () => {
  expect(await askForSync(store.storeId, { kind: 'reconcile', trigger: 'manual' })).toMatchObject({
    outcome: 'started',
  });
});
