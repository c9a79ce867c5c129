import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rollUp } from '../../app/analytics/roll-up-store.server';
import { withTenantSql } from '../../app/db/client.server';
import type { OrderNews } from '../../app/domain/orders/order';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { histories, permutationsOf } from './permutations-histories';

let database: TestDatabase;
/** as the superuser, several at a time */
let admins: pg.Pool;
let stores = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  admins = new pg.Pool({ connectionString: database.url, max: 4 });
});
afterAll(async () => {
  await admins.end();
  await database.close();
});

test('any order, any repetition, any batching of an order’s news ends in the same rows and figures', async () => {
  const lives = histories(['addon-v1', 'addon-v2']).chain((history) =>
    fc.record({
      history: fc.constant(history),
      shuffled: fc.shuffledSubarray(history.news, { minLength: history.news.length }),
      repeated: fc.array(fc.constantFrom(...history.news), { maxLength: 3 }),
      cuts: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(lives, async ({ history, shuffled, repeated, cuts }) => {
      const inOrder = await storeAfter(history.news.map((one) => [one]));
      const disordered = await storeAfter(batches([...repeated, ...shuffled], cuts));
      expect(disordered).toEqual(inOrder);
    }),
    { numRuns: Number(process.env.PERMUTATION_RUNS ?? 60) },
  );
});

test('all 720 permutations of six pieces of news end in the same rows', async () => {
  const long = histories(['addon-v1']).filter(({ news }) => news.length >= 6);
  const [history] = fc.sample(long, { numRuns: 1, seed: 20261120 });
  const news = (history?.news ?? []).slice(-6);
  const expected = await storeAfter([news]);
  // Four stores at a time: most of a permutation is waiting for the database.
  const all = [...permutationsOf(news)];
  const take = async () => {
    for (let next = all.pop(); next; next = all.pop()) {
      expect(await storeAfter(next.map((one) => [one]))).toEqual(expected);
    }
  };
  await Promise.all([take(), take(), take(), take()]);
});

test('workers that write one order at the same time end with the newest', async () => {
  const [history] = fc.sample(
    histories(['addon-v1']).filter(({ news }) => news.length >= 7),
    { numRuns: 1, seed: 7 },
  );
  const news = history?.news ?? [];
  const expected = await storeAfter(news.map((one) => [one]));
  for (let round = 0; round < 10; round++) {
    const storeId = await newStore();
    await Promise.all(
      [...news, ...news].map((one) => withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', [one]))),
    );
    await rollUp(storeId);
    expect(await dump(storeId)).toEqual(expected);
  }
});

/** Every table's rows of a fresh store after these batches were saved one after another. */
async function storeAfter(all: OrderNews[][]): Promise<Record<string, unknown[]>> {
  const storeId = await newStore();
  for (const news of all) await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
  await rollUp(storeId);
  return dump(storeId);
}

async function newStore(): Promise<StoreId> {
  stores += 1;
  const domain = `permutation-${stores}.myshopify.com`;
  const storeId = storeIdOf('shopify', domain);
  await admins.query(
    `insert into store (id, platform, domain, time_zone) values ($1, 'shopify', $2, 'America/New_York')`,
    [storeId, domain],
  );
  await admins.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency)
      select $1, v, md5(v)::uuid, 1, 'USD' from unnest(array['addon-v1', 'addon-v2']) v`,
    [storeId],
  );
  return storeId;
}

const tables = [
  ...['orders', 'order_line', 'order_address', 'order_shipping_line', 'order_discount', 'order_transaction'],
  ...['refund', 'refund_line', 'refund_adjustment', 'fulfillment', 'order_deletion', 'customer'],
  ...['order_return', 'order_return_line', 'order_edit', 'order_entry'],
  ...['customer_profile', 'customer_identity', 'customer_link', 'store_day', 'store_day_add_on'],
];

/** When and by what something was written; an outdated entry of the ledger is history, which differs. */
const bookkeeping = `'{store_id,saved_at,updated_at,revision,known_from,known_to,cause,end_cause,decided_at}'::text[]`;

const narrowed: Record<string, string> = {
  order_entry: 'and known_to is null',
  // Proposals are for people to decide; one that was outdated before it was written was never made.
  customer_link: `and state = 'active'`,
};

/** All tables in one statement, planned once on each connection: this is asked some thousand times. */
const dumpSql = `select jsonb_build_object(${tables
  .map((table) => {
    const left = `${bookkeeping}${table === 'customer_link' ? ` - 'created_at'` : ''}`;
    return `'${table}', (select coalesce(jsonb_agg(row order by row), '[]') from (
      select to_jsonb(t) - ${left} as row from ${table} t where store_id = $1 ${narrowed[table] ?? ''}) r)`;
  })
  .join(', ')}) as rows`;

async function dump(storeId: StoreId): Promise<Record<string, unknown[]>> {
  const { rows } = await admins.query({ name: 'dump', text: dumpSql, values: [storeId] });
  return withoutProfileIds(rows[0].rows);
}

/** A profile's id holds its store's: each is named by the identities in it instead. */
function withoutProfileIds(rows: Record<string, unknown[]>): Record<string, unknown[]> {
  const identities = rows.customer_identity as { identity: string; profile_id: string }[];
  const nameOf = (id: string) =>
    identities
      .filter((one) => one.profile_id === id)
      .map((one) => one.identity)
      .sort();
  const names = new Map(identities.map(({ profile_id: id }) => [id, nameOf(id).join(' + ')]));
  const text = JSON.stringify(rows).replace(/"[0-9a-f]{8}-[0-9a-f-]{27}"/g, (quoted) => {
    const name = names.get(quoted.slice(1, -1));
    return name === undefined ? quoted : JSON.stringify(name);
  });
  return JSON.parse(text) as Record<string, unknown[]>;
}

function batches(news: OrderNews[], cuts: number[]): OrderNews[][] {
  const cut: OrderNews[][] = [];
  let at = 0;
  for (let turn = 0; at < news.length; turn++) {
    const size = cuts[turn % Math.max(1, cuts.length)] ?? 1;
    cut.push(news.slice(at, at + size));
    at += size;
  }
  return cut;
}
