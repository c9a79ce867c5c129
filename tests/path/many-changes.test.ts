import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Exporting, OrderWindow, PulledOrder } from '../../app/platforms/platform';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** Where very many orders changed, a pass exports them: by id they would cost the rate limit more than it gives. */
const count = 60;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('many-changes.myshopify.com', { orders: count, seed: 4 });
});
afterAll(() => store?.close());

async function pull(change: Partial<OrderWindow>) {
  const operations: string[] = [];
  const skipped: number[] = [];
  const exporting: Exporting = {
    parts: null,
    progress: async (parts) => {
      for (const { operation } of parts) if (operation !== null) operations.push(operation);
    },
  };
  const window: OrderWindow = {
    ...{ from: null, to: new Date(Date.now() + 60_000).toISOString(), exporting },
    skipped: async (n) => skipped.push(n),
    ...change,
  };
  const orders: PulledOrder[] = [];
  for await (const page of store.api.pullOrders(window)) orders.push(...page);
  return { orders, operations: [...new Set(operations)], skipped: skipped.reduce((all, n) => all + n, 0) };
}

const stampsOf = (orders: PulledOrder[]) => orders.map((one) => `${one.platformOrderId}@${one.updatedAt}`).sort();
/** The oldest `n` are known; orders come by the time of their change. */
const oldest =
  (n: number): NonNullable<OrderWindow['isKnown']> =>
  async (orders) =>
    orders.map((_, at) => at < n);

test('the same orders come by export as by id, and a known beginning is not exported', async () => {
  const byId = await pull({ isKnown: oldest(25) });
  expect(byId).toMatchObject({ operations: [], skipped: 25 });
  expect(byId.orders).toHaveLength(count - 25);

  const all = await pull({});
  expect(all.operations).toHaveLength(1);
  expect(all.orders).toHaveLength(count);
  const part = await pull({ isKnown: oldest(10) });
  expect(part.operations).toHaveLength(1);
  expect(part.operations).not.toEqual(all.operations);
  expect(part.orders.length + part.skipped).toBe(count);
  expect(part.skipped).toBeGreaterThan(0);
  expect(stampsOf(all.orders)).toEqual(expect.arrayContaining(stampsOf(byId.orders)));
  expect(stampsOf(all.orders)).toEqual(expect.arrayContaining(stampsOf(part.orders)));
});

test('an export that an earlier try began is picked up, and no page is listed', async () => {
  const { operations } = await pull({});
  const [operation = ''] = operations;
  let listed = 0;
  const again = await pull({
    exporting: { parts: [{ from: null, to: null, operation, read: 0, isRead: false }], progress: async () => {} },
    isKnown: async (orders) => {
      listed++;
      return orders.map(() => false);
    },
  });
  expect(again.orders).toHaveLength(count);
  expect(listed).toBe(0);
});
