import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { erasePersonRows } from '../../../app/privacy/erasure-store.server';
import { scrubEntriesOf } from '../../../app/privacy/scrub-entries.server';
import { startSync } from '../../../app/sync/jobs-store.server';
import { applyFaults } from '../../../practice/shopify/faults';
import { testEnvironment } from '../../setup/test-database';
import { placeOrder } from './acts';
import type { Schedule } from './bugs';
import type { Lane } from './lane';
import { askOracles } from './oracles';
import { quiet } from './quiet';

const email = 'seeded-bug@example.com';
const surname = 'Seededbug';

/** Brings a world to the moment that an error of one kind needs. @returns what the oracles find wrong */
export const schedules: Record<Schedule, (lane: Lane, app: string) => Promise<string[]>> = {
  'killed while a delivery is written': async (lane) => {
    await lane.arm('web', 'W5:above');
    const death = lane.death(20_000);
    await placeOrder(lane.store, email, surname);
    await death;
    await lane.revive();
    return settledAndAsked(lane);
  },
  'every message twice': async (lane) => {
    applyFaults(lane.store.practice.platform.faults, { webhooks: { duplicate: 1 } });
    for (let n = 0; n < 3; n++) await placeOrder(lane.store, email, surname);
    return settledAndAsked(lane);
  },
  'killed between two pages': async (lane) => {
    // No message tells of the order: only the pull does.
    applyFaults(lane.store.practice.platform.faults, { webhooks: { lose: 1 } });
    await placeOrder(lane.store, email, surname);
    await lane.arm('worker', 'S2:above');
    const death = lane.death(30_000);
    await startSync(lane.store.storeId, { kind: 'incremental', trigger: 'test' });
    await death;
    await lane.revive();
    return settledAndAsked(lane);
  },
  'a worker sleeps over its batch': async (lane) => {
    await lane.run(['web', 'worker-1', 'worker-2']);
    applyFaults(lane.store.practice.platform.faults, { webhooks: { lose: 1 } });
    for (let n = 0; n < 3; n++) await placeOrder(lane.store, email, surname);
    await lane.arm('worker', 'J10:above sleep');
    const asleep = lane.sleep(30_000);
    await startSync(lane.store.storeId, { kind: 'incremental', trigger: 'test' });
    const sleeper = await asleep;
    await lane.arm('worker', null);
    // The other worker takes the store over when the sleeper's heart was not heard for long.
    await new Promise((resolve) => setTimeout(resolve, 35_000));
    lane.wake(sleeper);
    return settledAndAsked(lane);
  },
  'an erasure while a worker sleeps': async (lane) => {
    await placeOrder(lane.store, email, surname);
    await quiet(lane.store);
    await lane.arm('worker', 'J6:above sleep');
    const asleep = lane.sleep(30_000);
    await placeOrder(lane.store, email, surname);
    const sleeper = await asleep;
    await lane.arm('worker', null);
    const subject = { platformCustomerId: null, email, phone: null };
    const { erased: _, ...person } = await erasePersonRows(lane.store.storeId, subject, []);
    // It waits for the message that the sleeper holds.
    const scrubbing = scrubEntriesOf(lane.store.storeId, person, subject);
    lane.wake(sleeper);
    await scrubbing;
    return settledAndAsked(lane, [email, surname]);
  },
  'messages signed with the secret before': async (lane) => {
    // Eight tries in vain are over soon.
    applyFaults(lane.store.practice.platform.faults, { webhooks: { retryScale: 0.0002 } });
    await placeOrder(lane.store, email, surname);
    return settledAndAsked(lane);
  },
  'a connection without a tenant': async (lane, app) => {
    const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(path.join(app, file)).href);
    const { readConfig, setConfig } = await load('config/config.server.ts');
    const { withTenantSql, pool, closeDatabase } = await load('db/client.server.ts');
    setConfig(readConfig({ ...testEnvironment, DATABASE_URL: lane.store.database.url }));
    await withTenantSql(lane.store.storeId, async (sql: (text: string) => Promise<unknown>) => sql('select 1'));
    const { rows } = await pool('tagalong_runtime').query('select count(*)::int as n from orders');
    await closeDatabase();
    return rows[0].n === 0 ? [] : [`tenant: ${rows[0].n} orders are seen by nobody in particular`];
  },
};

async function settledAndAsked({ store }: Lane, erased: string[] = []): Promise<string[]> {
  const left = await quiet(store);
  if (left.length > 0) return [`live: still ${left.join(', ')}`];
  return askOracles(store, erased);
}
