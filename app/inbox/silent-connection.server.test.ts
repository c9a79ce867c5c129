import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gate } from '../../tests/crash/faults/gate';
import { createGatedDatabase } from '../../tests/setup/gated-database';
import { quietPorts } from '../../tests/setup/quiet-ports';
import type { TestDatabase } from '../../tests/setup/test-database';
import { putEntries } from '../domain/entries/entry-store.server';
import { saveOrders } from '../domain/orders/save-store.server';
import { ConnectionLost } from '../domain/shared/connection-lost';
import { storeIdOf } from '../domain/shared/ids';
import type { StoreApi } from '../platforms/platform';
import { orders } from '../platforms/shopify/order';
import { installStore } from '../tenancy/store.server';
import { drain } from './drain.server';

let database: TestDatabase;
let gate: Gate;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ database, gate, close } = await createGatedDatabase());
});
afterAll(() => close());

const order = (id: number) => ({
  ...{ id, name: `#${id}`, created_at: '2026-11-01T10:00:00Z', updated_at: '2026-11-01T10:00:00Z', currency: 'USD' },
  ...{ presentment_currency: 'USD', financial_status: 'paid', total_price: '0.00', current_total_price: '0.00' },
  ...{ line_items: [], refunds: [], fulfillments: [], shipping_lines: [] },
});

test('a batch whose connection falls silent is given up as a whole: no order is blamed, and none is tried on its own', async () => {
  const domain = 'silent.myshopify.com';
  const storeId = storeIdOf('shopify', domain);
  await installStore({ platform: 'shopify', domain, scopes: '' });
  const entries = Array.from({ length: 16 }, (_, n) => {
    const body = Buffer.from(JSON.stringify(order(9000 + n)));
    return { storeId, source: 'webhook' as const, topic: 'orders/create', dedupeKey: `silent ${n}`, body };
  });
  await putEntries(storeId, entries, { wake: false });

  const asked: number[] = [];
  let silent = true;
  const ports = {
    ...quietPorts,
    platformOf: () => ({ orders, api: async () => ({}) as StoreApi }),
    saveOrders: ((sql, id, platform, news) => {
      asked.push(news.length);
      if (silent) gate.silence();
      return saveOrders(sql, id, platform, news);
    }) satisfies typeof saveOrders,
  };
  await expect(drain(storeId, ports)).rejects.toBeInstanceOf(ConnectionLost);
  expect(asked).toEqual([16]);

  silent = false;
  expect(await drain(storeId, ports)).toMatchObject({ processed: 16, failed: 0, dead: 0 });
  const { rows } = await database.admin.query(
    `select max(attempts)::int as tries from inbox_entry where store_id = $1`,
    [storeId],
  );
  expect(rows).toEqual([{ tries: 1 }]);
});
