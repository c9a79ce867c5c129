import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedStore, connectStore } from '../../tests/setup/connected-store';
import { platformCalls } from '../observability/metrics.server';
import { connect } from '../platforms/shopify/api.server';
import { readBudget } from './budget-store.server';
import { NotNow } from './governor.server';
import { inBackground } from './urgency.server';

let store: ConnectedStore;

beforeAll(async () => {
  store = await connectStore('governor.myshopify.com', { orders: 12 });
}, 60_000);
afterAll(() => store?.close());

async function calls(ending: string): Promise<number> {
  const { values } = await platformCalls.get();
  return values.filter(({ labels }) => labels.ending === ending).reduce((sum, { value }) => sum + value, 0);
}

/** The platform's own bucket. */
function platformBucket() {
  return store.practice.platform.bucket(store.domain).status();
}

test('callers together use nearly all that the platform allows, are never refused, and let a person go first', async () => {
  const restore = 300;
  Object.assign(store.practice.platform.faults.graphql, { bucket: 2000, restore });
  const window = () => ({ from: '2020-01-01T00:00:00Z', to: new Date().toISOString() });
  // What a query costs is learnt from its first answer.
  for await (const _ of store.api.pullOrders(window()));
  await store.api.facts();
  const throttledBefore = await calls('throttled');
  const until = performance.now() + 9000;
  const background = Promise.all(
    Array.from({ length: 4 }, () =>
      inBackground(async () => {
        const api = await connect(store.storeId);
        while (performance.now() < until) for await (const _ of api.pullOrders(window())) break;
      }),
    ),
  );
  await wait(2500);
  // What the bucket is given is lost while it is full, and only then.
  let samples = 0;
  let full = 0;
  const sampling = setInterval(() => {
    samples++;
    if (platformBucket().currentlyAvailable >= 2000) full++;
  }, 20);
  await wait(2500);
  const asked = performance.now();
  await store.api.facts();
  const personWaited = performance.now() - asked;
  await wait(2500);
  clearInterval(sampling);
  await background;
  const used = 1 - full / samples;
  const throttled = (await calls('throttled')) - throttledBefore;
  process.stdout.write(
    `governor: ${Math.round(used * 100)} % of the rate used, a person waited ${Math.round(personWaited)} ms, ` +
      `throttled ${throttled}\n`,
  );
  expect(throttled).toBe(0);
  expect(samples).toBeGreaterThan(50);
  expect(used).toBeGreaterThan(0.9);
  expect(personWaited).toBeLessThan(500);
}, 60_000);

test('a platform that fails again and again is left alone for a while', async () => {
  Object.assign(store.practice.platform.faults.graphql, { bucket: 2000, restore: 100, unavailable: 1000 });
  const before = await calls('failed');
  await expect(store.api.facts()).rejects.toBeInstanceOf(NotNow);
  await expect(store.api.facts()).rejects.toBeInstanceOf(NotNow);
  expect((await calls('failed')) - before).toBe(5);
  expect((await readBudget(store.storeId))?.failures).toBe(5);
}, 60_000);
