import { parse, stringify } from 'lossless-json';
import { type Sql, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { entriesAbout, findPerson, type KnownPerson, subjectNames } from './person-store.server';
import { parseRaw } from './persons-in';
import type { PrivacyRequest } from './request-store.server';
import { subjectsIn } from './scrub-entries.server';

/**
 * All that is known of a person in one store, as one JSON document for the merchant to hand on: the customer
 * records, every order with what hangs on it, and the raw facts as the platform sent them.
 */
export async function exportPerson(
  storeId: StoreId,
  request: PrivacyRequest,
): Promise<{ text: string; counts: Record<string, number> }> {
  const person = await withTenantSql(storeId, (sql) => findPerson(sql, storeId, request.customer, request.orderIds));
  const { customers, orders } = await withTenantSql(storeId, async (sql) => ({
    customers: await customersOf(sql, storeId, person),
    orders: await ordersOf(sql, storeId, person),
  }));
  const rawFacts = await factsOf(storeId, person, request);
  const document = {
    about: 'Everything this app holds about one person in one store.',
    request: { id: request.id, receivedAt: request.receivedAt.toISOString() },
    asked: { ...request.customer, orderIds: request.orderIds },
    exportedAt: new Date().toISOString(),
    customers,
    orders,
    rawFacts,
  };
  return {
    text: stringify(document, undefined, 2) ?? '{}',
    counts: { customers: customers.length, orders: orders.length, rawFacts: rawFacts.length },
  };
}

/** What says nothing to anybody outside. */
const inner = `'{store_id,email_hash,phone_hash,content_hash,version,saved_at}'::text[]`;

async function customersOf(sql: Sql, storeId: StoreId, person: KnownPerson): Promise<unknown[]> {
  const rows = await sql<{ row: string }>(
    `select (to_jsonb(c) - ${inner})::text as row from customer c
     where store_id = $1 and platform_customer_id = any ($2) order by platform_customer_id`,
    [storeId, person.customerIds],
  );
  return rows.map((row) => exact(row.row));
}

const children = {
  lines: 'order_line',
  addresses: 'order_address',
  shipping_lines: 'order_shipping_line',
  discounts_applied: 'order_discount',
  transactions: 'order_transaction',
  refunds: 'refund',
  refund_lines: 'refund_line',
  refund_adjustments: 'refund_adjustment',
  fulfillments: 'fulfillment',
  returns: 'order_return',
  return_lines: 'order_return_line',
  annotations: 'order_annotation',
};

async function ordersOf(sql: Sql, storeId: StoreId, person: KnownPerson): Promise<unknown[]> {
  const parts = Object.entries(children).map(
    ([name, table]) => `'${name}', (select coalesce(jsonb_agg(to_jsonb(t) - ${inner} - 'platform_order_id'), '[]')
       from ${table} t where t.store_id = o.store_id and t.platform_order_id = o.platform_order_id)`,
  );
  const rows = await sql<{ row: string }>(
    `select (to_jsonb(o) - ${inner} || jsonb_build_object(${parts.join(', ')}))::text as row from orders o
     where store_id = $1 and platform_order_id = any ($2) order by created_at, platform_order_id`,
    [storeId, person.orderIds],
  );
  return rows.map((row) => exact(row.row));
}

async function factsOf(storeId: StoreId, person: KnownPerson, request: PrivacyRequest): Promise<unknown[]> {
  const wanted = new Set(subjectNames(person));
  const needles = [request.customer.email, request.customer.phone].filter((needle) => needle !== null);
  const facts: unknown[] = [];
  for await (const entries of entriesAbout(storeId, person, needles)) {
    for (const entry of entries) {
      if (!subjectsIn(entry.body).some((subject) => wanted.has(subject))) continue;
      const text = entry.body.toString('utf8');
      facts.push({
        topic: entry.topic,
        receivedAt: entry.receivedAt.toISOString(),
        body: parseRaw(text) ?? text,
      });
    }
  }
  return facts;
}

/** A row without losing a digit: counts are numbers, everything else numeric is decimal text. */
function exact(row: string): unknown {
  return parse(
    row,
    (key, value) => (typeof value === 'bigint' ? (counted.test(key) ? Number(value) : String(value)) : value),
    {
      parseNumber: (digits) => (/^-?\d+$/.test(digits) ? BigInt(digits) : digits),
    },
  );
}

const counted = /quantity$|^position$/;
