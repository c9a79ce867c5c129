import { expect, test } from 'vitest';
import { restOrder } from '../../tests/crash/rest-order';
import { orders } from '../platforms/shopify/order';
import { type ReadableEntry, readEntry } from './read-entry';
import { readInThread, stopReading } from './reader.server';

const entry = (topic: string, body: string | Buffer, attempts = 0): ReadableEntry => ({
  ...{ topic, body: Buffer.from(body), attempts, receivedAt: new Date('2026-11-20T10:00:00Z') },
  triggeredAt: new Date('2026-11-20T09:59:59.500Z'),
});
const entries = [
  ...Array.from({ length: 45 }, (_, n) => entry('orders/create', restOrder(9000 + n))),
  entry('orders/create', '{"id": "no order"'),
  entry('orders/create', Buffer.from([0xff, 0xfe]), 7),
  entry('orders/edited', '{"order_edit": {"order_id": 5}}'),
  entry('inventory_levels/update', '{"inventory_item_id": 1, "location_id": 2, "available": 3}'),
  entry('something/else', '{}'),
];

test('the thread reads what this process would read, in the order of asking', async () => {
  const [first, second] = await Promise.all([readInThread('shopify', entries), readInThread('shopify', entries)]);
  const expected = entries.map((one) => readEntry(orders, one));
  expect(first).toEqual(expected);
  expect(second).toEqual(expected);
});

test('a platform that nobody reads is refused, and a thread that ends is replaced', async () => {
  await expect(readInThread('tiktok-shop', entries)).rejects.toThrow('tiktok-shop');
  const cut = readInThread('shopify', entries);
  await stopReading();
  await expect(cut).rejects.toThrow('ended');
  expect(await readInThread('shopify', entries.slice(0, 1))).toHaveLength(1);
  await stopReading();
});
