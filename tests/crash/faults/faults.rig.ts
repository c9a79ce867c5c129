import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { startSync } from '../../../app/sync/jobs-store.server';
import { startDueSyncs } from '../../../app/sync/schedule-store.server';
import { applyFaults } from '../../../practice/shopify/faults';
import { placeOrder } from '../rig/acts';
import { type Lane, type LaneOptions, openLane } from '../rig/lane';
import { askOracles } from '../rig/oracles';
import { quiet } from '../rig/quiet';
import { onFullDisk } from './full-disk';
import { type OwnDatabase, ownDatabase } from './own-database';
import { poison } from './poison';
import { send } from './send';

/**
 * What goes wrong around the program, class by class: each while shoppers order and a history is read, with two workers.
 * Afterwards no process has ended by itself, and the oracles of the crash rig find nothing.
 */
let lane: Lane | undefined;
let worlds = 0;
afterEach(async () => {
  await lane?.close();
  lane = undefined;
});

async function world(options: Partial<LaneOptions> = {}): Promise<Lane> {
  worlds += 1;
  const app = path.resolve('app');
  lane = await openLane({ domain: `fault-${worlds}.myshopify.com`, app, ...options });
  await lane.run(['web', 'worker-1', 'worker-2']);
  return lane;
}
const ownWorld = (environment: Record<string, string> = {}) => world({ environment, newDatabase: ownDatabase });
const databaseOf = ({ store }: Lane) => store.database as OwnDatabase;

const email = 'fault@example.com';

/** Shoppers order while `fault` happens. */
async function whileOrdering({ store }: Lane, fault: () => Promise<void>): Promise<void> {
  let over = false;
  const shoppers = (async () => {
    while (!over) {
      await placeOrder(store, email, 'Fault');
      await sleep(150);
    }
  })();
  await fault();
  over = true;
  await shoppers;
}

async function allIsWell({ store, alive }: Lane): Promise<void> {
  expect(await quiet(store)).toEqual([]);
  expect(alive().sort()).toEqual(['web', 'worker-1', 'worker-2']);
  expect(await askOracles(store, [])).toEqual([]);
}

const backfill = ({ store }: Lane) => startSync(store.storeId, { kind: 'backfill', trigger: 'test' });

/** Seconds until the program says that it is ready. */
async function readyAgain({ appUrl }: Lane): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { status } = await fetch(`${appUrl}/readyz`).catch(() => ({ status: 0 }));
    const seconds = (performance.now() - began) / 1000;
    if (status === 200 || seconds > 60) return seconds;
    await sleep(100);
  }
}

test('fault: the database is killed and started again', async () => {
  const here = await ownWorld();
  await backfill(here);
  await whileOrdering(here, async () => {
    for (let n = 0; n < 3; n++) {
      await sleep(1_000);
      await databaseOf(here).kill();
      await sleep(1_500);
      await databaseOf(here).start();
      expect(await readyAgain(here)).toBeLessThan(30);
    }
  });
  await allIsWell(here);
});

test('fault: connections are cut', async () => {
  const here = await ownWorld();
  await backfill(here);
  await whileOrdering(here, async () => {
    for (let n = 0; n < 25; n++) {
      await sleep(40 + Math.random() * 300);
      databaseOf(here).gate.cut();
    }
  });
  await allIsWell(here);
});

test('fault: whoever commits does not hear of it', async () => {
  const here = await ownWorld();
  const { gate } = databaseOf(here);
  await backfill(here);
  await whileOrdering(here, async () => {
    for (let n = 0; n < 12; n++) {
      gate.loseAnswers(1 + (n % 4));
      await sleep(400);
    }
    gate.loseAnswers(0);
  });
  expect(gate.lost()).toBeGreaterThan(10);
  await allIsWell(here);
});

test('fault: connections fall silent, and nobody is told', async () => {
  const here = await ownWorld({ DATABASE_TIMEOUT_SECONDS: '3' });
  await backfill(here);
  await whileOrdering(here, async () => {
    await sleep(1_000);
    databaseOf(here).gate.silence();
    await sleep(10_000);
  });
  expect(await readyAgain(here)).toBeLessThan(30);
  // Each step that waits is given up after its own time; on a busy machine more of them follow one another.
  const began = performance.now();
  await quiet(here.store);
  process.stdout.write(`quiet ${((performance.now() - began) / 1000).toFixed(0)} s after connections fell silent\n`);
  await allIsWell(here);
});

test('fault: the disk of the database is full', async () => {
  await onFullDisk(async ({ folder, fill, free }) => {
    const here = await world({ newDatabase: (environment) => ownDatabase(environment, folder) });
    await backfill(here);
    expect(await quiet(here.store)).toEqual([]);
    await whileOrdering(here, async () => {
      await sleep(1_000);
      await fill();
      // The database may give up when it cannot write its log; then somebody starts it when there is room again.
      await sleep(6_000);
      const statuses: number[] = [];
      for (let n = 0; n < 40; n++) statuses.push(await send(here, bigMessage(n)).catch(() => 0));
      expect(statuses.filter((status) => status !== 200 && status < 500 && status !== 0)).toEqual([]);
      await free();
      await databaseOf(here).kill();
      await databaseOf(here).start();
      expect(await readyAgain(here)).toBeLessThan(30);
      const kept = `select dedupe_key as id from inbox_entry where store_id = $1 and dedupe_key like 'full-%'`;
      const { rows } = await here.store.database.admin.query(kept, [here.store.storeId]);
      const acknowledged = statuses.flatMap((status, n) => (status === 200 ? [`full-${n}`] : []));
      expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
      process.stdout.write(
        `the disk was full for ${statuses.filter((status) => status !== 200).length} of 40 messages\n`,
      );
      expect(acknowledged.length).toBeLessThan(40);
    });
    await allIsWell(here);
  });
});

/** Of no order, and large: it fills what is left of a disk. */
const bigMessage = (n: number) => ({
  ...{ id: `full-${n}`, topic: 'app/scopes_update' },
  body: JSON.stringify({ id: n, filler: Array.from({ length: 20_000 }, () => Math.random()) }),
});

test('fault: each message fifty times at once', async () => {
  const here = await world();
  await backfill(here);
  expect(await quiet(here.store)).toEqual([]);
  applyFaults(here.store.practice.platform.faults, { webhooks: { lose: 1 } });
  for (let n = 0; n < 3; n++) await placeOrder(here.store, email, 'Fault');
  applyFaults(here.store.practice.platform.faults, { webhooks: { lose: 0 } });
  const bodies = lostMessages(here, 'orders/create');
  expect(bodies).toHaveLength(3);
  const statuses = await Promise.all(
    bodies.flatMap((body, n) =>
      Array.from({ length: 50 }, () => send(here, { id: `storm-${n}`, topic: 'orders/create', body })),
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { rows } = await here.store.database.admin.query(
    `select count(*)::int as n from inbox_entry where store_id = $1 and dedupe_key like 'storm-%'`,
    [here.store.storeId],
  );
  expect(rows[0].n).toBe(3);
  await allIsWell(here);
});

test('fault: messages forty days late, under new names', async () => {
  const here = await world();
  await backfill(here);
  await placeOrder(here.store, email, 'Fault');
  expect(await quiet(here.store)).toEqual([]);
  const [body = ''] = lostMessages(here, 'orders/create');
  const order = JSON.parse(body) as { admin_graphql_api_id: string; updated_at: string };
  await here.store.change(`mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }`, {
    input: { id: order.admin_graphql_api_id, note: 'newer' },
  });
  expect(await quiet(here.store)).toEqual([]);
  const days = [1 / 24, 1, 2, 40];
  for (const day of days) {
    const triggeredAt = new Date(Date.parse(order.updated_at) - day * 86_400_000).toISOString();
    expect(await send(here, { id: `late-${day}`, topic: 'orders/updated', body, triggeredAt })).toBe(200);
  }
  await allIsWell(here);
  const { rows } = await here.store.database.admin.query(
    'select note from orders where store_id = $1 and note is not null',
    [here.store.storeId],
  );
  expect(rows).toContainEqual({ note: 'newer' });
});

for (const [words, seconds] of [
  ['five minutes', 300],
  ['a day', 86_400],
] as const) {
  test(`fault: the workers’ clocks are wrong by ${words}, one before and one behind`, async () => {
    const shift = (name: string) => (name === 'worker-1' ? seconds : -seconds);
    const here = await world({
      environmentOf: (name) =>
        name === 'web'
          ? {}
          : {
              CLOCK_SHIFT_SECONDS: String(shift(name)),
              NODE_OPTIONS: `--import ${path.resolve('tests/crash/faults/shifted-clock.mjs')}`,
            },
    });
    await backfill(here);
    for (let n = 0; n < 4; n++) {
      applyFaults(here.store.practice.platform.faults, { webhooks: { lose: n % 2 } });
      await whileOrdering(here, () => sleep(1_500));
      // What no message told of is found by the next pass, whoever's clock the last one was read with.
      await startSync(here.store.storeId, { kind: 'incremental', trigger: 'test' });
      expect(await quiet(here.store)).toEqual([]);
    }
    applyFaults(here.store.practice.platform.faults, { webhooks: { lose: 0 } });
    await allIsWell(here);
  });
}

test('fault: many schedulers at once', async () => {
  const here = await world();
  const { admin } = here.store.database;
  await backfill(here);
  expect(await quiet(here.store)).toEqual([]);
  await admin.query(`update store set installed_at = now() - interval '1 day' where id = $1`, [here.store.storeId]);
  for (let tick = 1; tick <= 3; tick++) {
    await admin.query(`update sync_job set created_at = created_at - interval '40 minutes' where store_id = $1`, [
      here.store.storeId,
    ]);
    // Beside the two workers, which look by themselves.
    const started = await Promise.all(Array.from({ length: 20 }, () => startDueSyncs()));
    expect(started.reduce((all, n) => all + n, 0)).toBeLessThanOrEqual(1);
    expect(await quiet(here.store)).toEqual([]);
    const { rows } = await admin.query(
      `select count(*)::int as n from sync_job where store_id = $1 and trigger = 'schedule' and kind = 'incremental'`,
      [here.store.storeId],
    );
    expect(rows[0].n).toBe(tick);
  }
  await allIsWell(here);
});

test('fault: bodies made to break programs', async () => {
  const here = await world();
  await backfill(here);
  expect(await quiet(here.store)).toEqual([]);
  const [known] = here.store.practice.platform.room(here.store.domain)?.shelf('order').all() ?? [];
  await whileOrdering(here, async () => {
    for (const [name, body] of Object.entries(poison(String(known?.id)))) {
      const began = performance.now();
      const status = await send(here, { id: `poison-${name}`, topic: 'orders/create', body });
      expect([200, 400, 413, 422], name).toContain(status);
      expect(performance.now() - began, name).toBeLessThan(5_000);
    }
  });
  expect(await quiet(here.store)).toEqual([]);
  const { rows } = await here.store.database.admin.query(
    `delete from inbox_entry where store_id = $1 and dedupe_key like 'poison-%' and state = 'dead'
     returning dedupe_key, reason_class, reason`,
    [here.store.storeId],
  );
  expect(rows.length).toBeGreaterThan(3);
  for (const { reason } of rows) expect(reason).toMatch(/\w/);
  await allIsWell(here);
});

test('fault: the platform answers badly', async () => {
  const here = await world();
  const { graphql } = here.store.practice.platform.faults;
  const kinds = ['html', 'cut', 'reset', 'internal'] as const;
  Object.assign(graphql, { broken: ['hang', 'html', 'cut'], throttle: 2, unavailable: 2 });
  await backfill(here);
  expect(await quiet(here.store)).toEqual([]);
  for (let n = 0; n < 6; n++) {
    applyFaults(here.store.practice.platform.faults, { webhooks: { lose: n % 2 } });
    graphql.broken.push(kinds[n % kinds.length] ?? 'html', kinds[(n + 1) % kinds.length] ?? 'cut');
    Object.assign(graphql, { throttle: n % 3, unavailable: n % 2 });
    await whileOrdering(here, () => sleep(800));
    await startSync(here.store.storeId, { kind: 'incremental', trigger: 'test' });
    expect(await quiet(here.store)).toEqual([]);
  }
  expect(graphql.broken, 'each was answered').toEqual([]);
  applyFaults(here.store.practice.platform.faults, { webhooks: { lose: 0 } });
  Object.assign(graphql, { broken: [], throttle: 0, unavailable: 0 });
  await allIsWell(here);
});

test('fault: orders change while they are read page by page', async () => {
  const here = await world({ orders: 40 });
  applyFaults(here.store.practice.platform.faults, { graphql: { delayMs: 150 }, webhooks: { lose: 1 } });
  await backfill(here);
  await whileOrdering(here, async () => {
    for (let n = 0; n < 3; n++) {
      await sleep(1_500);
      await startSync(here.store.storeId, { kind: 'incremental', trigger: 'test' }).catch(() => {});
    }
  });
  applyFaults(here.store.practice.platform.faults, { graphql: { delayMs: 0 }, webhooks: { lose: 0 } });
  expect(await quiet(here.store)).toEqual([]);
  await startSync(here.store.storeId, { kind: 'incremental', trigger: 'test' });
  await allIsWell(here);
});

/** Bodies of messages that the platform made, the newest first. */
function lostMessages({ store }: Lane, topic: string): string[] {
  return store.practice.platform.sender.deliveries({ store: store.domain, topic, limit: 10 }).map(({ body }) => body);
}
