import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSync } from '../../../app/sync/jobs-store.server';
import { applyFaults } from '../../../practice/shopify/faults';
import { type Lane, openLane } from './lane';
import { askOracles } from './oracles';
import { type Patch, patchedApp } from './patched-app';
import { quiet } from './quiet';

/**
 * A job of twelve records whose worker is killed at each of them: as it is read from the platform's file, and as it is
 * made rows of. The copy of the program takes three at a time, so that the kills fall into and between transactions.
 */
const records = 12;
const atOnce = 3;
const counted = (what: string) => `crash('${what} ' + (counts.${what} = (counts.${what} ?? 0) + 1));`;
const patches: Patch[] = [
  {
    file: 'platforms/shopify/export-orders.server.ts',
    from: 'const pageSize = 200;',
    to: `const pageSize = ${atOnce};`,
  },
  {
    file: 'sync/run-sync.server.ts',
    from: '    const state = entries.length > 0 ? await putPage(',
    to: `    for (const _ of entries) ${counted('read')}\n    const state = entries.length > 0 ? await putPage(`,
  },
  { file: 'sync/run-sync.server.ts', from: 'async function read(', to: `${header()}\nasync function read(` },
  { file: 'inbox/drain.server.ts', from: 'turns.batchFor(storeId, performance.now())', to: String(atOnce) },
  {
    file: 'inbox/drain.server.ts',
    from: '      const read = readBefore(known, entry) ??',
    to: `      ${counted('made')}\n      const read = readBefore(known, entry) ??`,
  },
  {
    file: 'inbox/drain.server.ts',
    from: 'const readAtOnce = 20;',
    to: `const readAtOnce = 20;\n${header()}`,
  },
];

function header(): string {
  return 'const counts: { [what: string]: number } = {};';
}

let world: Lane;
beforeAll(async () => {
  const app = await patchedApp('records', patches);
  world = await openLane({ domain: 'records.myshopify.com', app, orders: records });
  await world.run(['web', 'worker-1']);
  await startSync(world.store.storeId, { kind: 'backfill', trigger: 'test' });
  expect(await quiet(world.store)).toEqual([]);
  // From now on only jobs bring news.
  applyFaults(world.store.practice.platform.faults, { webhooks: { lose: 1 } });
});
afterAll(() => world?.close());

let turn = 0;

async function changeAll(): Promise<void> {
  turn += 1;
  const orders = world.store.practice.platform.room(world.store.domain)?.shelf('order').all() ?? [];
  for (const { id } of orders) {
    await world.store.change(
      `mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }`,
      {
        input: { id: `gid://shopify/Order/${id}`, note: `turn ${turn}` },
      },
    );
  }
}

for (const what of ['read', 'made'] as const) {
  for (let record = 1; record <= records; record++) {
    test(`record ${record} of ${records}, killed as it is ${what}`, async () => {
      const { store } = world;
      await changeAll();
      // A process of its own for each: it counts from its beginning.
      await world.run(['web']);
      await world.run(['web', 'worker-1']);
      await world.arm('worker', `${what} ${record}`);
      const death = world.death(40_000);
      const { jobId } = await startSync(store.storeId, { kind: 'backfill', trigger: 'test' });
      expect(await death, 'it was killed').toBe('worker-1');
      await world.revive();
      expect(await quiet(store)).toEqual([]);
      const { rows } = await store.database.admin.query(
        `select state, total, processed, updated, created, failed,
                (select count(*)::int from orders where store_id = $1 and note = $3) as newest
           from sync_job where store_id = $1 and id = $2`,
        [store.storeId, jobId, `turn ${turn}`],
      );
      expect(rows[0]).toEqual({
        ...{ state: 'completed', total: records, processed: records, created: 0, failed: 0 },
        ...{ updated: records, newest: records },
      });
      expect(await askOracles(store, [])).toEqual([]);
    });
  }
}
