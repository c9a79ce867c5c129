import path from 'node:path';
import { orders } from '../../app/platforms/shopify/order';
import { writeJson } from '../../practice/shopify/payloads/json';
import { orderPayload } from '../../practice/shopify/payloads/order';
import { startPracticeShopify } from '../../practice/shopify/server';
import { makeHistory } from '../../practice/shopify/stock/make-history';
import { stockStore } from '../../practice/shopify/stock/stock-store';

/** Orders as the practice platform's messages tell them: bodies of `orders/create`, each of another order. */
export async function orderMessages(count: number): Promise<string[]> {
  const domain = 'messages.myshopify.com';
  const practice = await startPracticeShopify({
    ...{ dataDir: null, apiPort: 0, adminPort: 0, storefrontPort: 0, appUrl: 'http://127.0.0.1:9' },
    ...{ apiKey: 'bench', apiSecret: 'bench-secret-0123456789', storeDomain: domain },
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
  });
  try {
    await practice.world.quietly(domain, async () => {
      await stockStore(practice.world, domain, { size: 'small', seed: 3 });
      await makeHistory(practice.world, domain, { size: 'small', seed: 3, addOnVariantIds: [], orders: 500 });
    });
    const room = practice.platform.room(domain);
    if (!room) throw new Error('the store is closed');
    const told = room.shelf('order').all();
    // Some refunds in another currency are only hints, for which the platform has to be asked: another bench's work.
    const bodies = told
      .map((doc) => ({ id: doc.id, body: writeJson(orderPayload(room, doc)) }))
      .filter(({ body }) => orders.read('orders/create', body).kind === 'orders');
    return Array.from({ length: count }, (_, n) => {
      const one = bodies[n % bodies.length] as (typeof bodies)[number];
      // The same life under another number; its lines and payments belong to it.
      return one.body.replaceAll(one.id, String(8_200_000_000_000 + n));
    });
  } finally {
    await practice.stop();
  }
}
