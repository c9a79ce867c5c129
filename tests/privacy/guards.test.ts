import { afterAll, beforeAll, expect, test } from 'vitest';
import { pool, type Sql, withTenantSql } from '../../app/db/client.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { personalFields } from '../../app/domain/shared/personal-fields';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';

/** The guards in the database itself: whoever writes, and whenever, an erased person does not come back. */
let db: TestDatabase;
const store = storeIdOf('shopify', 'guards.myshopify.com');
const other = storeIdOf('shopify', 'other.myshopify.com');
const emailHash = Buffer.from('aa'.repeat(32), 'hex');

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

async function writeOrder(sql: Sql, id: string, customerId = 'c1', hash: Buffer | null = null): Promise<void> {
  await sql(
    `insert into orders (store_id, platform_order_id, platform, order_number, version, content_hash, created_at,
       platform_updated_at, status, financial_status, fulfillment_status, currency, presentment_currency,
       platform_customer_id, email, phone, customer_name, email_hash, note, note_attributes, tags, cart_token, checkout_token, total)
     values (current_store(), $1, 'shopify', '#1', '1', 'h', now(), now(), 'open', 'paid', 'unfulfilled', 'USD', 'USD',
       $2, 'canary@example.com', '+15550001', 'Canary Person', $3, 'canary note', '[{"name":"canary","value":"x"}]',
       '{canary}', 'canary-cart', 'canary-checkout', 12.34)
     on conflict (store_id, platform_order_id) do update set email = excluded.email, phone = excluded.phone,
       customer_name = excluded.customer_name, email_hash = excluded.email_hash, note = excluded.note,
       note_attributes = excluded.note_attributes, tags = excluded.tags, cart_token = excluded.cart_token,
       checkout_token = excluded.checkout_token, redacted_at = excluded.redacted_at`,
    [id, customerId, hash],
  );
}

async function writeChildren(sql: Sql, id: string): Promise<void> {
  await sql(
    `insert into order_address (store_id, platform_order_id, kind, name, company, address1, address2, city, zip, phone, country)
     values (current_store(), $1, 'shipping', 'Canary', 'Canary', 'Canary', 'Canary', 'Canary', 'Canary', 'Canary', 'Spain') on conflict do nothing`,
    [id],
  );
  await sql(
    `insert into order_line (store_id, platform_order_id, platform_line_id, position, title, quantity, current_quantity,
       unit_price, unit_price_presentment, properties)
     values (current_store(), $1, 'l1', 0, 'Ring', 1, 1, 12.34, 12.34,
       '[{"name":"Engraving","value":"Canary"},{"name":"_tagalong_id","value":"7"}]') on conflict do nothing`,
    [id],
  );
  await sql(
    `insert into refund (store_id, platform_order_id, platform_refund_id, created_at, version, note)
     values (current_store(), $1, 'r1', now(), '1', 'Canary') on conflict do nothing`,
    [id],
  );
  await sql(
    `insert into order_return_line (store_id, platform_order_id, platform_return_id, platform_return_line_id, quantity, note)
     values (current_store(), $1, 't1', 'tl1', 1, 'Canary') on conflict do nothing`,
    [id],
  );
  await sql(
    `insert into order_annotation (store_id, platform_order_id, note, tags, updated_by)
     values (current_store(), $1, 'Canary', '{canary}', 'somebody') on conflict do nothing`,
    [id],
  );
  await sql(
    `insert into fulfillment (store_id, platform_order_id, platform_fulfillment_id, status, version, tracking)
     values (current_store(), $1, 'f1', 'success', '1', '[{"number":"Canary"}]') on conflict do nothing`,
    [id],
  );
}

async function writeCustomer(sql: Sql, id: string): Promise<void> {
  await sql(
    `insert into customer (store_id, platform_customer_id, email, phone, first_name, last_name, tags, email_consent,
       sms_consent, default_address, version)
     values (current_store(), $1, 'canary', 'canary', 'canary', 'canary', '{canary}', '{"state":"canary"}',
       '{"state":"canary"}', '{"city":"canary"}', '1')`,
    [id],
  );
}

/** Erases as app/privacy does it: alone under the store's lock, tombstones first, then a touch on each row. */
async function erase(sql: Sql, subjects: string[]): Promise<void> {
  await sql(`select pg_advisory_xact_lock(privacy_lock_key(current_store()))`);
  await sql(
    `insert into privacy_tombstone (store_id, subject) select current_store(), unnest($1::text[]) on conflict do nothing`,
    [subjects],
  );
  await sql(
    `update orders set saved_at = saved_at
     where 'customer:' || platform_customer_id = any ($1) or 'email:' || encode(email_hash, 'hex') = any ($1)`,
    [subjects],
  );
  await sql(`update customer set saved_at = saved_at where 'customer:' || platform_customer_id = any ($1)`, [subjects]);
}

/** Columns of guarded tables that still say "canary", for one order or customer. */
async function survivors(storeId: string): Promise<string[]> {
  const found: string[] = [];
  for (const [table, columns] of Object.entries(personalFields)) {
    for (const [column, eraser] of Object.entries(columns)) {
      if (eraser !== 'guard') continue;
      const { rows } = await db.admin.query(
        `select count(*)::int as n from ${table} where store_id = $1 and ${column}::text ~* 'canary|555'`,
        [storeId],
      );
      if (rows[0].n > 0) found.push(`${table}.${column}`);
    }
  }
  return found;
}

const guarded = Object.entries(personalFields).flatMap(([table, columns]) =>
  Object.entries(columns).flatMap(([column, eraser]) => (eraser === 'guard' ? [`${table}.${column}`] : [])),
);

test('an erasure empties every guarded column, of children too, and keeps the money', async () => {
  await withTenantSql(store, async (sql) => {
    await writeOrder(sql, '1');
    await writeChildren(sql, '1');
    await writeCustomer(sql, 'c1');
  });
  expect((await survivors(store)).sort()).toEqual([...guarded].sort());
  await withTenantSql(store, (sql) => erase(sql, ['customer:c1']));
  expect(await survivors(store)).toEqual([]);
  const { rows } = await db.admin.query(
    `select o.total::text, o.redacted_at is not null as redacted, l.properties, a.country from orders o
     join order_line l using (store_id, platform_order_id) join order_address a using (store_id, platform_order_id)`,
  );
  expect(rows).toEqual([
    { total: '12.34', redacted: true, properties: [{ name: '_tagalong_id', value: '7' }], country: 'Spain' },
  ]);
});

test('writing them again, in either order of parent and child, brings nothing back', async () => {
  await withTenantSql(store, async (sql) => {
    await writeOrder(sql, '1');
    await writeOrder(sql, '2');
    await writeChildren(sql, '2');
    await writeChildren(sql, '3');
    await writeOrder(sql, '3');
  });
  expect(await survivors(store)).toEqual([]);
});

test('an order is known by the hash of its e-mail alone', async () => {
  await withTenantSql(store, (sql) => erase(sql, [`email:${emailHash.toString('hex')}`]));
  await withTenantSql(store, (sql) => writeOrder(sql, '4', 'unknown-customer', emailHash));
  expect(await survivors(store)).toEqual([]);
});

test('another person, and the same ids in another store, stay', async () => {
  await withTenantSql(store, (sql) => writeOrder(sql, '5', 'c2', Buffer.from('bb'.repeat(32), 'hex')));
  await withTenantSql(other, (sql) => writeOrder(sql, '1', 'c1', emailHash));
  const { rows } = await db.admin.query(
    `select store_id, platform_order_id as id from orders where email is not null order by 2`,
  );
  expect(rows).toEqual([
    { store_id: other, id: '1' },
    { store_id: store, id: '5' },
  ]);
});

test('nobody is known again under the address of a person who was erased, but the platform’s own id stays', async () => {
  const erasedEmail = `email:${emailHash.toString('hex')}`;
  await withTenantSql(store, async (sql) => {
    await sql(
      `insert into customer_identity (store_id, identity, profile_id)
        select current_store(), i, gen_random_uuid() from unnest($1::text[]) as i`,
      [[erasedEmail, 'customer:c1', 'email:cc']],
    );
    await sql(
      `insert into customer_link (store_id, a, b, kind, state)
        select current_store(), 'customer:c1', b, 'verified_email', 'active' from unnest($1::text[]) as b`,
      [[erasedEmail, 'email:cc']],
    );
  });
  const { rows } = await db.admin.query(
    `select identity as kept from customer_identity union all select b from customer_link order by 1`,
  );
  expect(rows.map(({ kept }) => kept)).toEqual(['customer:c1', 'email:cc', 'email:cc']);
});

test('any isolation level but READ COMMITTED is refused', async () => {
  const client = await pool('tagalong_runtime').connect();
  try {
    await client.query('begin isolation level repeatable read');
    await client.query(`select set_config('app.store_id', $1, true)`, [store]);
    await expect(client.query(`update orders set saved_at = now()`)).rejects.toThrow(/READ COMMITTED only/);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('writers racing an erasure resurrect nobody', async () => {
  const rounds = 120;
  let resurrected = 0;
  for (let round = 0; round < rounds; round++) {
    const customer = `racer-${round}`;
    const write = (n: number) =>
      withTenantSql(store, async (sql) => {
        await writeOrder(sql, `${customer}-${n % 3}`, customer);
        if (n % 2) await sql(`select pg_sleep(0.002)`);
        await writeChildren(sql, `${customer}-${n % 3}`);
      });
    await Promise.all([
      ...[0, 1, 2].map(write),
      withTenantSql(store, (sql) => erase(sql, [`customer:${customer}`])),
      ...[3, 4, 5].map(write),
    ]);
    const { rows } = await db.admin.query(
      `select count(*)::int as n from orders o where store_id = $1 and platform_customer_id = $2 and (email is not null
         or exists (select from order_address a where a.store_id = o.store_id and a.platform_order_id = o.platform_order_id and a.name is not null))`,
      [store, customer],
    );
    resurrected += rows[0].n;
  }
  expect(resurrected).toBe(0);
}, 180_000);

test('the race test can fail: without the guards it finds the resurrected', async () => {
  await db.admin.query(`alter table orders disable trigger privacy_guard`);
  try {
    await withTenantSql(store, (sql) => erase(sql, ['customer:late']));
    await withTenantSql(store, (sql) => writeOrder(sql, 'late', 'late'));
    expect(await survivors(store)).toContain('orders.email');
  } finally {
    await db.admin.query(`alter table orders enable trigger privacy_guard`);
  }
});
