import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import type { CanonicalOrder } from '../../domain/orders/order';
import { amount, sum, sumPairs, times } from '../../domain/shared/money';
import { orders } from './order';

/** Real recordings, made by others, when they are at hand: everything that carries an order must be readable, and add up. */
const data = process.env.TAGALONG_SHARED_DATA ?? path.resolve('../shared/data');
const present = existsSync(data);
if (!present) console.warn(`recordings: none at ${data}, nothing to read`);

function files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(folder, name));
}

/** Every object in a JSON text that `wanted` picks, as its own JSON text; numbers keep their digits. */
function pick(json: string, wanted: (value: Record<string, unknown>) => boolean): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === 'object' && !isLosslessNumber(value)) {
      const record = value as Record<string, unknown>;
      if (wanted(record)) found.push(stringify(record) ?? '');
      Object.values(record).forEach(walk);
    }
  };
  try {
    walk(parse(json));
  } catch (error) {
    // A few of the published samples are not JSON themselves.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return found;
}

function readOne(topic: string, body: string): CanonicalOrder {
  const meaning = orders.read(topic, body);
  const order = meaning.kind === 'orders' ? meaning.news[0]?.order : undefined;
  if (!order) throw new Error('no order was read');
  return order;
}

const text = (value: { toFixed(): string }) => value.toFixed();

describe.runIf(present)('recordings of the Admin API', () => {
  const isOrder = (value: Record<string, unknown>) =>
    typeof value.id === 'string' &&
    value.id.startsWith('gid://shopify/Order/') &&
    ('lineItems' in value || 'displayFinancialStatus' in value || 'totalPriceSet' in value);

  test('every order is readable, and whole ones add up to their own totals', () => {
    let read = 0;
    const compared: Record<string, number> = {};
    const refused: string[] = [];
    const wrong: unknown[] = [];
    for (const file of files(path.join(data, 'shopify-admin-graphql'))) {
      for (const body of pick(readFileSync(file, 'utf8'), isOrder)) {
        const raw = JSON.parse(body);
        const hasMoney = /"currencyCode"|CurrencyCode"/.test(body);
        try {
          const order = readOne('order:pulled', body);
          read += 1;
          for (const { figure, computed, own } of oracles(raw, order)) {
            compared[figure] = (compared[figure] ?? 0) + 1;
            if (!amount(computed).equals(amount(own))) wrong.push({ file: path.basename(file), figure, computed, own });
          }
        } catch (error) {
          // Fragments that name no currency at all are no orders; they are refused with a reason.
          if (hasMoney) refused.push(`${path.basename(file)}: ${(error as Error).message}`);
          else expect((error as Error).message).toMatch(/no currency|not an order|no order in it/);
        }
      }
    }
    console.warn(
      `recordings of the Admin API: ${read} orders read, figures compared with their own: ${JSON.stringify(compared)}`,
    );
    expect(refused).toEqual([]);
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(60);
    for (const figure of ['total', 'subtotal']) expect(compared[figure], figure).toBeGreaterThan(3);
  });
});

type Bag = { shopMoney?: { amount: string } } | null | undefined;

/** What can be computed from a recording and is also said by it; nothing where the recording leaves a part out. */
function oracles(raw: Record<string, unknown>, order: CanonicalOrder) {
  const bag = (name: string) => (raw[name] as Bag)?.shopMoney?.amount;
  const found: { figure: string; computed: string; own: string }[] = [];
  const priced = JSON.stringify(raw.lineItems ?? '').includes('originalUnitPriceSet');
  const gross = sumPairs(order.lines.map((line) => times(line.unitPrice, line.quantity))).shop;
  const discounts = bag('totalDiscountsSet') ?? discountsOf(order);
  const total = bag('totalPriceSet');
  const subtotal = bag('subtotalPriceSet');
  const [shipping, tax] = [bag('totalShippingPriceSet') ?? raw.shippingLines, bag('totalTaxSet')];
  if (priced && total !== undefined && shipping !== undefined && tax !== undefined) {
    const whole = sum([gross, order.totals.shipping.shop, order.taxesIncluded ? '0' : tax, order.totals.tips.shop]);
    found.push({ figure: 'total', computed: text(whole.minus(amount(discounts))), own: total });
  }
  if (priced && subtotal !== undefined) {
    found.push({ figure: 'subtotal', computed: text(amount(gross).minus(amount(discounts))), own: subtotal });
  }
  return found;
}

function discountsOf(order: CanonicalOrder): string {
  return sumPairs(order.lines.flatMap((line) => line.discountAllocations.map((one) => one.amount))).shop;
}

describe.runIf(present)('recordings of the REST API and of webhooks', () => {
  const isOrder = (value: Record<string, unknown>) =>
    'line_items' in value && 'financial_status' in value && value.id !== undefined;

  test('every order is readable, and whole ones add up to their own totals', () => {
    let read = 0;
    let compared = 0;
    const wrong: unknown[] = [];
    for (const file of files(path.join(data, 'shopify-rest'))) {
      for (const body of pick(readFileSync(file, 'utf8'), isOrder)) {
        const order = readOne('orders/updated', body);
        expect(order.platformOrderId).toBe(/"id":(\d+)/.exec(body)?.[1]);
        read += 1;
        const raw = JSON.parse(body);
        // Published samples are often put together by hand; only those whose own parts agree are an oracle.
        const subtotal = amount(raw.subtotal_price ?? '-1');
        const own = sum([
          raw.subtotal_price ?? '0',
          raw.total_tax ?? '0',
          sumPairs(order.shippingLines.map((s) => s.price)).shop,
        ]);
        const lines = amount(sumPairs(order.lines.map((line) => times(line.unitPrice, line.quantity))).shop);
        const coherent = own.equals(amount(raw.total_price)) && lines.minus(discountsOf(order)).equals(subtotal);
        if (!coherent) continue;
        compared += 1;
        const computed = text(
          lines.minus(discountsOf(order)).plus(order.totals.shipping.shop).plus(order.totals.tax.shop),
        );
        if (computed !== order.totals.total.shop) wrong.push({ file: path.basename(file), computed });
      }
    }
    console.warn(`recordings of REST: ${read} orders read, ${compared} coherent ones compared with their totals`);
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(4);
    expect(compared).toBeGreaterThan(0);
  });

  test('refunds, transactions, fulfilments and customers are readable', () => {
    const kinds: [string, (value: Record<string, unknown>) => boolean][] = [
      ['refunds/create', (v) => 'refund_line_items' in v && 'order_id' in v],
      ['order_transactions/create', (v) => 'order_id' in v && 'kind' in v && 'gateway' in v && 'id' in v],
      ['fulfillments/update', (v) => 'order_id' in v && 'tracking_number' in v && 'id' in v],
      ['customers/update', (v) => 'orders_count' in v && 'email' in v],
    ];
    const read: Record<string, number> = {};
    for (const file of files(path.join(data, 'shopify-rest'))) {
      for (const [topic, wanted] of kinds) {
        for (const body of pick(readFileSync(file, 'utf8'), wanted)) {
          orders.read(topic, body);
          read[topic] = (read[topic] ?? 0) + 1;
        }
      }
    }
    console.warn(`recordings of REST: ${JSON.stringify(read)}`);
    for (const [topic] of kinds) expect(read[topic], topic).toBeGreaterThan(0);
  });
});
