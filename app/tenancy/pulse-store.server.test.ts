import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mostRowsRead } from '../../tests/setup/rows-read';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { storeIdOf } from '../domain/shared/ids';
import { pulseSql, readPulse } from './pulse-store.server';

let database: TestDatabase;
const store = storeIdOf('shopify', 'pulse.myshopify.com');
const other = storeIdOf('shopify', 'other.myshopify.com');
const jobId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const changes: [string, string, unknown[]][] = [
  [
    'a delivery came',
    `insert into inbox_entry (store_id, source, topic, dedupe_key, body) values ($1, 'webhook', 'orders/updated', 'one', '{}')`,
    [],
  ],
  ['it was processed', `update inbox_entry set state = 'processed', processed_at = now() where store_id = $1`, []],
  [
    'another came and failed',
    `insert into inbox_entry (store_id, source, topic, dedupe_key, body, state)
       values ($1, 'webhook', 'orders/updated', 'two', '{}', 'failed')`,
    [],
  ],
  ['it was given up', `update inbox_entry set state = 'dead' where store_id = $1 and state = 'failed'`, []],
  ['a day is to be drawn', `insert into change_mark (store_id, id, day) values ($1, 1, '2026-01-05')`, []],
  ['it was drawn', 'delete from change_mark where store_id = $1', []],
  ['it has other figures', `insert into store_day (store_id, day, currency) values ($1, '2026-01-05', 'USD')`, []],
  ['a job began', `insert into sync_job (store_id, id, kind) values ($1, $2, 'backfill')`, [jobId]],
  ['it moved on', 'update sync_job set updated_at = clock_timestamp() where store_id = $1 and id = $2', [jobId]],
  [
    'an add-on was made',
    `insert into add_on (store_id, id, title, kind, price, currency) values ($1, $2, 'Wrap', 'gift_wrap', 5, 'USD')`,
    [jobId],
  ],
  ['it is published', `update add_on set publication_state = 'published' where store_id = $1`, []],
  ['an alert was raised', `insert into alert (store_id, id, rule, value) values ($1, $2, 'stuck', 3)`, [jobId]],
  ['it is over', `update alert set recovered_at = now() + interval '1 second' where store_id = $1`, []],
  [
    'a person did something',
    `insert into audit_event (store_id, actor, action) values ($1, 'merchant:1', 'order.annotated')`,
    [],
  ],
];

it('is another one after each thing that pages show, and the same for another store', async () => {
  const elsewhere = await readPulse(other);
  let last = await readPulse(store);
  for (const [what, sql, more] of changes) {
    await database.admin.query(sql, [store, ...more]);
    const now = await readPulse(store);
    expect(now, what).not.toBe(last);
    expect(await readPulse(store), `asked again after: ${what}`).toBe(now);
    last = now;
  }
  expect(await readPulse(other)).toBe(elsewhere);
});

it('reads the ends of indexes, however much a store has', async () => {
  await database.admin.query(
    `insert into inbox_entry (store_id, source, topic, dedupe_key, body, state, processed_at)
       select $1, 'webhook', 'orders/updated', 'n' || n, '{}', 'processed', now() from generate_series(1, 20000) n`,
    [store],
  );
  await database.admin.query(
    `insert into audit_event (store_id, actor, action) select $1, 'system', 'x' from generate_series(1, 20000)`,
    [store],
  );
  await database.admin.query('analyze inbox_entry, audit_event');
  expect(await withTenantSql(store, (sql) => mostRowsRead(sql, pulseSql, [store]))).toBeLessThan(50);
});
