import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { putEntries } from '../../app/domain/entries/entry-store.server';
import type { StoreId } from '../../app/domain/shared/ids';
import { drainStore } from '../../app/wiring.server';

/** A person made of strings that occur nowhere else: a canary. */
export type Person = { customerId: string; mark: string; email: string; phone: string };

let count = 0;
export function newPerson(): Person {
  count++;
  const mark = `canary${count}x${randomUUID().slice(0, 6)}`;
  return {
    customerId: String(70_000 + count),
    mark,
    email: `${mark}@example.com`,
    phone: `+34600${String(100_000 + count)}`,
  };
}

/** A REST order with the person in every corner where platforms put one. */
export function orderBody(
  person: Person | null,
  id: string,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  const mark = person?.mark ?? 'nobody';
  const address = {
    first_name: mark,
    last_name: 'Person',
    name: `${mark} Person`,
    company: `${mark} Ltd`,
    address1: `${mark} street 1`,
    address2: mark,
    city: `${mark}ville`,
    zip: `${mark}-35001`,
    phone: person?.phone ?? null,
    country: 'Spain',
    country_code: 'ES',
    province: 'Canarias',
    province_code: 'GC',
  };
  const money = (amount: string) => ({
    shop_money: { amount, currency_code: 'EUR' },
    presentment_money: { amount, currency_code: 'EUR' },
  });
  return {
    id: `#${id}#`,
    name: `#${id.slice(-4)}`,
    order_number: 1,
    created_at: '2026-11-01T10:00:00Z',
    updated_at: '2026-11-01T10:00:00Z',
    processed_at: '2026-11-01T10:00:00Z',
    currency: 'EUR',
    presentment_currency: 'EUR',
    financial_status: 'partially_refunded',
    fulfillment_status: 'fulfilled',
    test: false,
    taxes_included: false,
    email: person?.email ?? null,
    contact_email: person?.email ?? null,
    phone: person?.phone ?? null,
    note: `for ${mark}`,
    note_attributes: [{ name: 'gift', value: mark }],
    tags: mark,
    browser_ip: '10.0.0.1',
    cart_token: `${mark}cart`,
    checkout_token: `${mark}checkout`,
    landing_site: `/?who=${mark}`,
    order_status_url: `https://shop.example/${mark}`,
    customer: person && {
      id: Number(person.customerId),
      email: person.email,
      phone: person.phone,
      first_name: mark,
      last_name: 'Person',
      tags: mark,
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      default_address: address,
    },
    billing_address: address,
    shipping_address: address,
    total_price: '112.50',
    total_price_set: money('112.50'),
    current_total_price: '100.00',
    current_total_price_set: money('100.00'),
    subtotal_price: '112.50',
    subtotal_price_set: money('112.50'),
    total_tax: '0.00',
    total_tax_set: money('0.00'),
    total_shipping_price_set: money('0.00'),
    total_discounts: '0.00',
    total_discounts_set: money('0.00'),
    line_items: [
      {
        id: Number(`${id}1`),
        product_id: 1,
        variant_id: 11,
        title: 'Ring',
        name: 'Ring',
        sku: 'R-1',
        quantity: 1,
        current_quantity: 1,
        price: '112.50',
        price_set: money('112.50'),
        total_discount: '0.00',
        tax_lines: [],
        discount_allocations: [],
        properties: [
          { name: 'Engraving', value: mark },
          { name: '_tagalong_id', value: 'parent-1' },
        ],
      },
    ],
    tax_lines: [],
    shipping_lines: [],
    discount_codes: [],
    discount_applications: [],
    fulfillments: [
      {
        id: Number(`${id}2`),
        order_id: Number(id),
        status: 'success',
        created_at: '2026-11-02T10:00:00Z',
        updated_at: '2026-11-02T10:00:00Z',
        tracking_company: 'Post',
        tracking_number: `${mark}track`,
        tracking_numbers: [`${mark}track`],
        tracking_urls: [`https://post.example/${mark}track`],
        line_items: [{ id: Number(`${id}1`), quantity: 1 }],
      },
    ],
    refunds: [
      {
        id: Number(`${id}3`),
        order_id: Number(id),
        created_at: '2026-11-03T10:00:00Z',
        processed_at: '2026-11-03T10:00:00Z',
        note: `${mark} was unhappy`,
        restock: false,
        refund_line_items: [
          {
            id: Number(`${id}4`),
            line_item_id: Number(`${id}1`),
            quantity: 1,
            restock_type: 'no_restock',
            subtotal: '12.50',
            subtotal_set: money('12.50'),
            total_tax: '0.00',
            total_tax_set: money('0.00'),
          },
        ],
        order_adjustments: [],
        transactions: [
          {
            id: Number(`${id}5`),
            order_id: Number(id),
            kind: 'refund',
            status: 'success',
            gateway: 'bogus',
            amount: '12.50',
            currency: 'EUR',
            created_at: '2026-11-03T10:00:00Z',
            processed_at: '2026-11-03T10:00:00Z',
            receipt: { payer: person?.email ?? null },
          },
        ],
      },
    ],
    ...change,
  };
}

/** As text, with the order's id as the number it is on the wire, above 2^53 too. */
export function wire(body: Record<string, unknown>): string {
  return JSON.stringify(body).replace(/"#(\d+)#"/g, '$1');
}

/** Delivers a body to a store's inbox and makes rows of it. */
export async function deliver(
  storeId: StoreId,
  topic: string,
  body: string,
  options: { source?: 'webhook' | 'pull'; triggeredAt?: string; drain?: boolean } = {},
): Promise<void> {
  const { source = 'webhook', triggeredAt = null, drain = true } = options;
  await putEntries(
    storeId,
    [{ storeId, source, topic, dedupeKey: randomUUID(), triggeredAt, body: Buffer.from(body) }],
    { wake: false },
  );
  if (drain) await drainStore(storeId);
}

/** The privacy request of a store that came last. */
export async function lastRequest(admin: pg.Client, storeId: StoreId): Promise<string> {
  const { rows } = await admin.query(
    `select id from privacy_request where store_id = $1 order by received_at desc, id desc limit 1`,
    [storeId],
  );
  return rows[0].id;
}

/** Every place in the whole database that still holds one of the strings, the queue's tables too. */
export async function findAnywhere(admin: pg.Client, strings: string[]): Promise<string[]> {
  const { rows: columns } = await admin.query(
    `select format('%I.%I', table_schema, table_name) as "table", quote_ident(column_name) as "column", data_type as type
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const text = type === 'bytea' ? `encode(${column}, 'escape')` : `${column}::text`;
    const { rows } = await admin.query(
      `select count(*)::int as n from ${table} where exists (select from unnest($1::text[]) s where strpos(lower(${text}), lower(s)) > 0)`,
      [strings],
    );
    if (rows[0].n > 0) found.push(`${table}.${column}: ${rows[0].n}`);
  }
  return found.sort();
}

/** All money of a store's orders and lines, to compare before and after. */
export async function moneyOf(admin: pg.Client, storeId: StoreId): Promise<unknown[]> {
  const { rows } = await admin.query(
    `select platform_order_id, gross, discounts, returns, net, shipping, tax, total, current_total, refunded, add_on_revenue,
       (select jsonb_agg(jsonb_build_array(platform_line_id, unit_price, discounts, quantity, refunded, is_add_on, parent_platform_line_id) order by position)
        from order_line l where l.store_id = o.store_id and l.platform_order_id = o.platform_order_id) as lines
     from orders o where store_id = $1 order by 1`,
    [storeId],
  );
  return rows;
}
