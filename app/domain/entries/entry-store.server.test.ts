import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { storeIdOf } from '../shared/ids';
import type { NewEntry } from './entry';
import { entryBody, entryCounts, keepEntries, listEntries, putEntries, retryEntries } from './entry-store.server';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const a = storeIdOf('shopify', 'a.myshopify.com');
const b = storeIdOf('shopify', 'b.myshopify.com');
const entry = (storeId: typeof a, dedupeKey: string, body = '{}'): NewEntry => ({
  storeId,
  source: 'webhook',
  topic: 'orders/updated',
  dedupeKey,
  body: Buffer.from(body),
});
const count = async (sql: string) => (await database.admin.query(sql)).rows[0].n as number;

describe('keeping deliveries', () => {
  it('keeps each delivery once, however often and however close together it comes', async () => {
    const key = randomUUID();
    await Promise.all(Array.from({ length: 50 }, () => keepEntries([entry(a, key)])));
    expect(await count(`select count(*)::int as n from inbox_entry where dedupe_key = '${key}'`)).toBe(1);
  });

  it('keeps many stores at once, byte for byte, and wakes each drain once', async () => {
    const bodies = Array.from({ length: 300 }, (_, i) => Buffer.from([i % 256, 0, 255, i >> 8]));
    await Promise.all(bodies.map((body, i) => keepEntries([{ ...entry(i % 2 ? a : b, `many-${i}`), body }])));
    const { rows } = await database.admin.query(
      `select dedupe_key, body from inbox_entry where dedupe_key like 'many-%'`,
    );
    expect(rows).toHaveLength(300);
    for (const row of rows) expect(row.body).toEqual(bodies[Number(row.dedupe_key.slice(5))]);
    expect(await count(`select count(*)::int as n from pgboss.job where name = 'drain'`)).toBe(2);
  });

  it('tells the caller when nothing was kept, and keeps its neighbours', async () => {
    const tooLong = { ...entry(a, 'bad'), triggeredAt: 'not a time' };
    const good = keepEntries([entry(a, 'beside-bad')]);
    await expect(keepEntries([tooLong])).rejects.toThrow();
    await good;
    await keepEntries([entry(a, 'after-bad')]);
    expect(
      await count(`select count(*)::int as n from inbox_entry where dedupe_key in ('bad', 'beside-bad', 'after-bad')`),
    ).toBe(2);
  });
});

describe('a store and its entries', () => {
  it('counts what was known already, lists page by page, and stays apart from other stores', async () => {
    const c = storeIdOf('shopify', 'c.myshopify.com');
    const some = Array.from({ length: 5 }, (_, i) => ({ ...entry(c, `p${i}`, `{"n":${i}}`), source: 'pull' as const }));
    expect(await putEntries(c, some, { wake: false })).toEqual({ kept: 5, known: 0 });
    expect(await putEntries(c, some, { wake: true })).toEqual({ kept: 0, known: 5 });
    const first = await listEntries(c, { limit: 3 });
    const second = await listEntries(c, { limit: 3, after: first[2]?.id ?? '' });
    expect([...first, ...second].map((e) => e.topic)).toHaveLength(5);
    expect((await entryBody(c, first[0]?.id ?? ''))?.toString()).toBe('{"n":4}');
    expect(await entryBody(b, first[0]?.id ?? '')).toBeNull();
    expect(await entryCounts(c)).toEqual({ pending: 5, processed: 0, failed: 0, dead: 0 });
  });

  it('lets dead entries be tried again', async () => {
    const d = storeIdOf('shopify', 'd.myshopify.com');
    await putEntries(d, [entry(d, 'x'), entry(d, 'y')], { wake: false });
    await database.admin.query(`update inbox_entry set state = 'dead', attempts = 8 where store_id = $1`, [d]);
    const [first] = await listEntries(d, { state: 'dead', limit: 10 });
    expect(await retryEntries(d, [first?.id ?? ''])).toBe(1);
    expect(await retryEntries(d, 'all')).toBe(2);
    expect(await entryCounts(d)).toMatchObject({ failed: 2, dead: 0 });
  });
});
