import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOnPeriods } from '../../app/analytics/add-on-days-store.server';
import { summary, topAddOns } from '../../app/analytics/queries-store.server';
import { rollUp } from '../../app/analytics/roll-up-store.server';
import { withTenantSql } from '../../app/db/client.server';
import type { OrderNews } from '../../app/domain/orders/order';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { verifyLedger } from '../../app/domain/orders/verify-ledger-store.server';
import { addDays, daysBetween } from '../../app/domain/shared/day';
import { storeIdOf } from '../../app/domain/shared/ids';
import { orders as dialect } from '../../app/platforms/shopify/order';
import { randomOf } from '../setup/random';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';

/**
 * 10,000 orders as the platform tells them, most with add-ons, many given back in part: what the pages say must be what
 * the ledger says, and what plain whole numbers counted while the orders were made up.
 */
const count = 10_000;
const [from, to] = ['2026-03-01', '2026-06-30'];
const addOns = ['a', 'b', 'c'].map((letter, index) => ({
  id: `0d6f2b5e-8c53-4f6c-9a0f-1b7c1d2e3f4${letter}`,
  variant: `${900 + index}`,
}));
const storeId = storeIdOf('shopify', 'recount.myshopify.com');
const random = randomOf(20261129);
const below = (most: number) => Math.floor(random() * most);

/** Cents by add-on and day, counted beside: nothing of the program is asked. */
const counted = new Map<string, number>();
const countIn = (addOnId: string, day: string, cents: number) => {
  const key = `${addOnId} ${day}`;
  counted.set(key, (counted.get(key) ?? 0) + cents);
};
const countedOf = (addOnId: string) =>
  [...counted].reduce((total, [key, cents]) => total + (key.startsWith(addOnId) ? cents : 0), 0);

const money = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)}.${`${Math.abs(cents) % 100}`.padStart(2, '0')}`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone, currency) values ($1, 'shopify', 'recount.myshopify.com', 'UTC', 'USD')`,
    [storeId],
  );
  for (const { id, variant } of addOns) {
    await database.admin.query(
      `insert into add_on (store_id, id, title, kind, state, price, currency) values ($1, $2, $3, 'other', 'active', 1, 'USD')`,
      [storeId, id, `Add-on ${variant}`],
    );
    await database.admin.query(
      `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, $2, $3, 1, 'USD')`,
      [storeId, variant, id],
    );
  }
});
afterAll(() => database.close());

type Line = {
  id: number;
  addOn: string | null;
  quantity: number;
  price: number;
  discount: number;
  tax: number;
  left: number;
};

/** One order as a message, first as it was placed, then once more with its refunds. */
function orderOf(number: number): { placed: object; after: object; refunds: number } {
  const day = addDays(from, below(90));
  const included = random() < 0.4;
  const isTest = random() < 0.03;
  const lines: Line[] = [];
  const addLine = (addOn: string | null, quantity: number) => {
    const price = 1 + below(addOn ? 4_000 : 30_000);
    const whole = price * quantity;
    const discount = random() < 0.3 ? below(Math.min(whole, 900) + 1) : 0;
    // Any tax may be told; what is included in the price can only be a part of it.
    const tax = random() < 0.7 ? Math.floor(((whole - discount) * below(20)) / 120) : 0;
    lines.push({ id: number * 100 + lines.length, addOn, quantity, price, discount, tax, left: quantity });
  };
  for (let products = 1 + below(3); products > 0; products--) {
    const quantity = 1 + below(4);
    addLine(null, quantity);
    for (const addOn of addOns) if (random() < 0.35) addLine(addOn.variant, random() < 0.5 ? quantity : 1);
  }
  const soldAs = (line: Line) => addOns.find(({ variant }) => variant === line.addOn)?.id;
  const kept = (line: Line) => line.price * line.quantity - line.discount;
  for (const line of lines) {
    const addOnId = soldAs(line);
    if (addOnId && !isTest) countIn(addOnId, day, kept(line));
  }
  // Up to three refunds of some units each; the last unit of a line takes what rounding left.
  const given = new Map<number, { subtotal: number; tax: number }>();
  const refunds = Array.from({ length: random() < 0.4 ? 1 + below(3) : 0 }, (_, index) => {
    const at = addDays(day, 1 + below(30));
    const parts = lines.flatMap((line) => {
      if (line.left === 0 || random() < 0.5) return [];
      const quantity = 1 + below(line.left);
      line.left -= quantity;
      const before = given.get(line.id) ?? { subtotal: 0, tax: 0 };
      const whole = line.price * line.quantity - line.discount;
      const share = (of: number) => Math.floor((of * (line.quantity - line.left)) / line.quantity);
      const subtotal = share(whole) - before.subtotal;
      const tax = share(line.tax) - before.tax;
      given.set(line.id, { subtotal: before.subtotal + subtotal, tax: before.tax + tax });
      const addOnId = soldAs(line);
      if (addOnId && !isTest) countIn(addOnId, at, -subtotal);
      return [
        { id: line.id * 10 + index, line_item_id: line.id, quantity, subtotal: money(subtotal), total_tax: money(tax) },
      ];
    });
    return {
      id: number * 10 + index,
      created_at: `${at}T12:00:00Z`,
      processed_at: `${at}T12:00:00Z`,
      refund_line_items: parts,
    };
  }).filter((refund) => refund.refund_line_items.length > 0);
  const total = lines.reduce(
    (sum, line) => sum + line.price * line.quantity - line.discount + (included ? 0 : line.tax),
    0,
  );
  const placed = {
    id: number,
    name: `#${number}`,
    created_at: `${day}T09:00:00Z`,
    updated_at: `${day}T09:00:01Z`,
    currency: 'USD',
    taxes_included: included,
    test: isTest,
    total_price: money(total),
    line_items: lines.map((line) => ({
      id: line.id,
      variant_id: line.addOn ?? String(100 + (line.id % 50)),
      title: line.addOn ? 'Add-on' : 'Product',
      quantity: line.quantity,
      price: money(line.price),
      discount_allocations: line.discount > 0 ? [{ amount: money(line.discount), discount_application_index: 0 }] : [],
      tax_lines: line.tax > 0 ? [{ title: 'VAT', rate: '0.1', price: money(line.tax) }] : [],
    })),
    refunds: [],
  };
  return { placed, after: { ...placed, updated_at: `${to}T09:00:00Z`, refunds }, refunds: refunds.length };
}

function newsOf(body: object): OrderNews[] {
  const meaning = dialect.read('orders/updated', JSON.stringify(body));
  if (meaning.kind !== 'orders') throw new Error(`read as ${meaning.kind}`);
  return meaning.news;
}

test('add-on revenue on the pages equals the ledger and a recount over 10,000 orders with partial refunds', async () => {
  let refunds = 0;
  for (let start = 1; start <= count; start += 500) {
    const made = Array.from({ length: 500 }, (_, index) => orderOf(start + index));
    refunds += made.reduce((sum, { refunds: some }) => sum + some, 0);
    for (const stage of ['placed', 'after'] as const) {
      const news = made.flatMap((order) => (stage === 'after' && order.refunds === 0 ? [] : newsOf(order[stage])));
      await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
    }
  }
  await rollUp(storeId);

  const wanted = addOns.reduce((total, { id }) => total + countedOf(id), 0);
  const whole = await summary(storeId, { from, to });
  expect(whole.addOnRevenue).toBe(money(wanted));
  const top = await topAddOns(storeId, { from, to }, 10);
  const periods = await addOnPeriods(
    storeId,
    { from, to },
    addOns.map(({ id }) => id),
  );
  const { rows: ledger } = await database.admin.query<{ id: string; cents: string }>(
    `select e.add_on_id as id, (100 * sum(coalesce(e.gross, 0) + coalesce(e.discounts, 0) + coalesce(e.returns, 0) + coalesce(e.removed, 0)))::int as cents
       from order_entry e join orders o using (store_id, platform_order_id)
      where e.store_id = $1 and e.known_to is null and e.add_on_id is not null and not o.test group by 1`,
    [storeId],
  );
  let days = 0;
  for (const { id } of addOns) {
    expect(top.find((row) => row.addOnId === id)?.revenue).toBe(money(countedOf(id)));
    expect(ledger.find((row) => row.id === id)?.cents).toBe(countedOf(id));
    const period = periods.get(id);
    expect(period?.revenue).toBe(money(countedOf(id)));
    for (const day of daysBetween(from, to)) {
      const shown = period?.days.find((row) => row.day === day)?.revenue;
      expect(`${day} ${shown}`).toBe(`${day} ${money(counted.get(`${id} ${day}`) ?? 0)}`);
      days += 1;
    }
  }
  expect(await verifyLedger(storeId)).toEqual({ orders: count, wrong: [] });
  expect(refunds).toBeGreaterThan(3000);
  console.log(
    `recount: ${count} orders, ${refunds} refunds, ${days} days of add-ons, revenue ${whole.addOnRevenue}, 0 differ`,
  );
});
