import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exact, minus, nothing, type Pair, sumOf } from '../../money';
import { gid } from '../gids';
import { Refused } from '../graphql/context';
import type { OrderDoc } from '../ledger/order';
import { createPlatform } from '../platform';
import { type Agreement, agreementsOf, amountOf } from './agreements';
import { cancelOrder } from './cancel';
import { commitEdit } from './commit-edit';
import { createOrder } from './create';
import { addCustomItem, beginEdit, discountLine, setQuantity } from './edit';
import { putShipping, removeShipping } from './edit-shipping';
import { createRefund } from './refund';
import { currentQuantityOf, totalsOf } from './totals';

const platform = createPlatform({
  dataDir: null,
  apiPort: 0,
  adminPort: 0,
  storefrontPort: 0,
  appUrl: 'http://127.0.0.1:9',
  apiKey: 'key',
  apiSecret: 'secret',
  tomlFile: '/nowhere.toml',
  extensionDir: '/nowhere',
});
platform.openStore({ domain: 'agreements.myshopify.com', currency: 'USD' });
const opened = platform.room('agreements.myshopify.com');
if (opened === null) throw new Error('no store');
const room = opened;

const currencies = fc.constantFrom(
  { shop: 'USD', presentment: 'USD', digits: 2 },
  { shop: 'USD', presentment: 'CAD', digits: 2 },
  { shop: 'KWD', presentment: 'KWD', digits: 3 },
  { shop: 'JPY', presentment: 'JPY', digits: 0 },
);
type Money = { shop: string; presentment: string; digits: number };
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 5 }),
  minor: fc.integer({ min: 0, max: 99_999 }),
  taxMinor: fc.integer({ min: 0, max: 999 }),
});
const act = fc.record({
  kind: fc.constantFrom(
    'quantity' as const,
    'add' as const,
    'discount' as const,
    'ship' as const,
    'unship' as const,
    'refund' as const,
    'money' as const,
  ),
  which: fc.nat({ max: 5 }),
  count: fc.integer({ min: 0, max: 6 }),
  minor: fc.integer({ min: 1, max: 2_000 }),
});
type Act = { kind: string; which: number; count: number; minor: number };

test('whatever happens to an order, its agreements come to what it is worth now, and what was ordered stays said', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      currencies,
      fc.array(line, { minLength: 1, maxLength: 3 }),
      fc.array(act, { maxLength: 6 }),
      fc.record({
        percentage: fc.integer({ min: 0, max: 100 }),
        taxesIncluded: fc.boolean(),
        orderTax: fc.boolean(),
        cancel: fc.boolean(),
      }),
      (money, lines, acts, { percentage, taxesIncluded, orderTax, cancel }) => {
        const { id } = newOrder(money, lines, { percentage, taxesIncluded, orderTax });
        const ordered = spoken(check(id)[0]);
        for (const one of acts) {
          attempt(() => perform(id, money, one));
          const agreements = check(id);
          for (const agreement of agreements) seen.add(agreement.reason);
          expect(spoken(agreements.find((agreement) => agreement.reason === 'ORDER'))).toEqual(ordered);
        }
        if (!cancel) return;
        attempt(() => cancelOrder(room, { orderId: id, reason: 'OTHER', refund: true, restock: true }));
        check(id);
      },
    ),
    { numRuns: 150 },
  );
  expect([...seen].sort()).toEqual(['ORDER', 'ORDER_EDIT', 'REFUND']);
});

/** The invariant, at this moment. */
function check(id: string): Agreement[] {
  const order = orderNow(id);
  const agreements = agreementsOf(order);
  const sales = agreements.flatMap((one) => one.sales);
  const totals = totalsOf(order);
  const sum = (pick: (sale: (typeof sales)[number]) => Pair) => plain(sumOf(sales.map(pick)));
  expect(sum((sale) => amountOf(order, sale))).toEqual(plain(totals.currentTotal));
  expect(sum((sale) => sale.tax)).toEqual(plain(totals.currentTax));
  expect(sum((sale) => sale.discount)).toEqual(plain(totals.currentDiscounts));
  for (const one of order.lines) {
    const pieces = sales.filter((sale) => sale.of.kind === 'line' && sale.of.line.id === one.id);
    expect(pieces.reduce((all, sale) => all + (sale.quantity ?? 0), 0)).toBe(currentQuantityOf(order, one));
  }
  return agreements;
}

/** An agreement without the lines that it points at, which go on changing. */
function spoken(agreement: Agreement | undefined) {
  return agreement?.sales.map(({ of, ...sale }) => ({ kind: of.kind, ...sale }));
}

function perform(id: string, money: Money, one: Act): void {
  const order = orderNow(id);
  const amount = exact(one.minor)
    .div(10 ** money.digits)
    .toFixed();
  const target = order.lines[one.which % order.lines.length];
  if (target === undefined) return;
  if (one.kind === 'refund' || one.kind === 'money') {
    const pays = { amount, kind: 'REFUND', gateway: 'manual', parentId: order.transactions[0]?.id };
    const quantity = Math.min(one.count, currentQuantityOf(order, target));
    createRefund(room, {
      orderId: id,
      currency: money.presentment,
      refundLineItems: one.kind === 'refund' && quantity > 0 ? [{ lineItemId: target.id, quantity }] : [],
      shipping: one.count % 2 === 0 ? { fullRefund: true } : null,
      transactions: one.kind === 'money' ? [pays] : [],
      allowOverRefunding: true,
    });
    return;
  }
  const { orderEditSession } = beginEdit(room, id) as { orderEditSession: { id: string } };
  const edit = orderEditSession.id;
  if (one.kind === 'quantity') setQuantity(room, edit, target.id, one.count, false);
  if (one.kind === 'discount')
    discountLine(room, edit, target.id, { description: null, fixed: null, percent: one.count * 10 });
  if (one.kind === 'ship') putShipping(room, edit, { title: 'Express', amount });
  const shipping = order.shippingLines.find((x) => !x.removed);
  if (one.kind === 'unship' && shipping !== undefined) removeShipping(room, edit, shipping.id);
  if (one.kind === 'add') {
    addCustomItem(room, edit, {
      title: 'More',
      quantity: one.count + 1,
      amount,
      currency: money.shop,
      taxable: true,
      requiresShipping: true,
    });
  }
  commitEdit(room, edit, null);
}

/** What the platform refuses changes nothing. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

function newOrder(
  money: Money,
  lines: { quantity: number; minor: number; taxMinor: number }[],
  given: { percentage: number; taxesIncluded: boolean; orderTax: boolean },
): OrderDoc {
  const set = (minor: number) => ({
    shopMoney: {
      amount: exact(minor)
        .div(10 ** money.digits)
        .toFixed(),
      currencyCode: money.shop,
    },
  });
  const taxLines = (minor: number) => [{ title: 'Tax', rate: 0.05, priceSet: set(minor) }];
  return createOrder(
    room,
    {
      currency: money.shop,
      presentmentCurrency: money.presentment,
      taxesIncluded: given.taxesIncluded,
      lineItems: lines.map((one) => ({
        title: 'Thing',
        quantity: one.quantity,
        priceSet: set(one.minor),
        taxLines: taxLines(one.taxMinor),
      })),
      shippingLines: [{ title: 'Post', priceSet: set(500), taxLines: taxLines(25) }],
      taxLines: given.orderTax ? taxLines(77) : [],
      discountCode: { itemPercentageDiscountCode: { code: 'X', percentage: given.percentage } },
      transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'manual', amountSet: set(100_000) }],
    },
    null,
  );
}

function orderNow(id: string): OrderDoc {
  const order = room.shelf('order').get(id);
  if (order === null) throw new Error('no order');
  return order;
}

function plain(pair: Pair): Pair {
  return minus(pair, nothing);
}

test('a tax on an order that costs nothing in one of its currencies is still said in both', () => {
  const money = { shop: 'USD', presentment: 'CAD', digits: 2 };
  const given = { percentage: 98, taxesIncluded: false, orderTax: true };
  const { id } = newOrder(money, [{ quantity: 2, minor: 10, taxMinor: 0 }], given);
  const { subtotal, orderTax } = check(id)[0]?.sales[0] ?? {};
  expect(subtotal).toMatchObject({ shop: '0', presentment: '0.01' });
  expect(orderTax).toMatchObject({ shop: '0.77' });
});

test('ids of agreements and sales are their own', () => {
  const money = { shop: 'USD', presentment: 'USD', digits: 2 };
  const { id } = newOrder(money, [{ quantity: 2, minor: 1000, taxMinor: 50 }], {
    percentage: 0,
    taxesIncluded: false,
    orderTax: false,
  });
  perform(id, money, { kind: 'add', which: 0, count: 1, minor: 500 });
  perform(id, money, { kind: 'refund', which: 0, count: 1, minor: 1 });
  const ids = agreementsOf(orderNow(id)).map((one) => gid('SalesAgreement', one.id));
  expect(new Set(ids).size).toBe(3);
});
