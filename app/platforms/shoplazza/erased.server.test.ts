import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Practice } from '../../../practice/shoplazza/server';
import { makeHistory, stockShelves } from '../../../practice/shoplazza/stock';
import { signIn, startPractice } from '../../../tests/contract/shoplazza-rig';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import type { OrderNews } from '../../domain/orders/order';
import { storeIdOf } from '../../domain/shared/ids';
import { personsIn } from '../../privacy/persons-in';
import { scrubBody } from '../../privacy/scrub';
import { connect } from './api.server';
import { orders } from './order';

/** A person who is erased goes out of every kept body; what the order came to, and how it was paid, stays to be read. */
const domain = 'erased.myshoplaza.com';
let practice: Practice;
let database: TestDatabase;

beforeAll(async () => {
  practice = await startPractice();
  database = await createTestDatabase({ SHOPLAZZA_API_ORIGIN: practice.apiUrl });
  const room = practice.platform.openStore({ domain });
  Object.assign(practice.platform.faults.buckets, { app: 100_000, store: 100_000 });
  stockShelves(room, 8);
  await makeHistory(practice.platform, room, { seed: 8, orders: 120, days: 100 });
  await signIn(practice.platform, domain);
});
afterAll(async () => {
  await database?.close();
  await practice?.stop();
});

function read(body: string): OrderNews {
  const meaning = orders.read('order:pulled', body);
  const [news] = meaning.kind === 'orders' ? meaning.news : [];
  if (!news) throw new Error('no order');
  return news;
}

test.each([false, true])('the older dialect: %s', async (oldDialect) => {
  practice.platform.faults.oldDialect = oldDialect;
  const api = await connect(storeIdOf('shoplazza', domain));
  let refunds = 0;
  let people = 0;
  for await (const page of api.pullOrders({ from: null, to: new Date(Date.now() + 60_000).toISOString() }))
    for (const { body } of page) {
      const scrubbed = scrubBody(body);
      const [before, after] = [read(body), read(scrubbed)];
      expect(after.order?.totals).toEqual(before.order?.totals);
      expect(after.order?.orderNumber).toBe(before.order?.orderNumber);
      expect(after.order?.paymentGateways).toEqual(before.order?.paymentGateways);
      expect(after.order?.lines).toEqual(before.order?.lines);
      expect(after.transactions).toEqual(before.transactions);
      expect(after.refunds).toEqual(before.refunds);
      refunds += before.refunds.length;
      const { customer } = before.order ?? {};
      if (!customer) continue;
      people += 1;
      expect(personsIn(JSON.parse(body)).phones).not.toEqual([]);
      const told = personsIn(JSON.parse(scrubbed));
      expect([told.emails, told.phones]).toEqual([[], []]);
      for (const word of [customer.firstName, customer.lastName, customer.email, before.order?.addresses[0]?.address1])
        if (word) expect(scrubbed).not.toContain(word);
    }
  expect([refunds > 10, people > 50]).toEqual([true, true]);
});
