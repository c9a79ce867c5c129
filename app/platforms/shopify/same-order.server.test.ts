import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Practice } from '../../../practice/shopify/server';
import { toldTwice } from '../../../tests/setup/practice-history';
import { startPractice } from '../../../tests/setup/practice-shopify';
import { mergeOrder } from '../../domain/orders/merge-order';
import { type CanonicalOrder, canonicalOrder, type OrderNews } from '../../domain/orders/order';
import { readWhole } from '../../domain/orders/read-whole';
import { settleOrder } from '../../domain/orders/settle-order';
import { amount, sumPairs, times } from '../../domain/shared/money';
import { sha256 } from '../../domain/shared/sha256.server';
import { EditsOfOrders, OrdersById, ReturnsOfOrders } from './generated/operations';
import { orders } from './order';

/**
 * Generated histories (orders with all that happens to them later, in stores of two, no and three minor digits), each
 * order told twice: as a webhook carries it and as the API gives it.
 */
let practice: Practice;

beforeAll(async () => {
  practice = await startPractice('same-order.myshopify.com');
});
afterAll(() => practice?.stop());

type Whole = OrderNews & { order: CanonicalOrder };

/** Null: the message asks for a fetch, because it cannot tell the order to the last minor unit. */
function newsIn(topic: string, body: string): Whole | null {
  const meaning = orders.read(topic, body);
  if (meaning.kind === 'refetch-orders') return null;
  const news = meaning.kind === 'orders' ? meaning.news[0] : null;
  if (!news?.order) throw new Error('no order');
  return { ...news, order: news.order };
}

async function historyOf(currency: string, seed: number, count: number) {
  const told = await toldTwice(practice, { currency, seed, orders: count }, [
    OrdersById.text,
    ReturnsOfOrders.text,
    EditsOfOrders.text,
  ]);
  return told.map(({ rest, answers }) => ({
    rest: newsIn('orders/updated', rest)?.order ?? null,
    graphql: newsIn('order:pulled', JSON.stringify(Object.assign({}, ...answers))) as Whole,
  }));
}

/** Transactions come by a topic of their own; of edits and returns webhooks only hint, and the order is fetched. */
function comparable({ transactions: _, extras: __, ...order }: CanonicalOrder) {
  return order;
}

describe.each([['USD'], ['JPY'], ['KWD']])('in a store of %s', (currency) => {
  const seen = {
    orders: 0,
    fetched: 0,
    refunds: 0,
    returns: 0,
    edits: 0,
    less: 0,
    exchanges: 0,
    terms: 0,
    delivered: 0,
    discounts: 0,
  };

  test('both tell the same, and the ledger of each adds up to what it comes to', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        for (const { rest, graphql } of await historyOf(currency, seed, 120)) {
          const { order } = graphql;
          if (rest) expect(comparable(rest)).toEqual(comparable(order));
          else seen.fetched += 1;
          const whole = readWhole('shopify', order, sha256);
          const merged = mergeOrder(order.platformOrderId, undefined, [whole], [graphql], sha256);
          const { figures, entries } = settleOrder(merged, new Map());
          expect(figures.order.balance, order.orderNumber).toEqual(order.totals.currentTotal);
          expect(entries.filter((entry) => entry.kind === 'rounding')).toEqual([]);
          const returns = order.extras?.returns ?? [];
          seen.orders += 1;
          seen.refunds += order.refunds.length;
          seen.returns += returns.length;
          seen.exchanges += returns.filter((one) => one.exchangeLines.length > 0).length;
          seen.edits += order.extras?.edits.length ?? 0;
          const deltas = order.extras?.edits.flatMap((edit) => edit.lines.map((line) => line.delta)) ?? [];
          seen.less += deltas.filter((delta) => delta < 0).length;
          seen.terms += order.paymentTerms === null ? 0 : 1;
          seen.delivered += order.fulfillments.filter((one) => one.deliveredAt !== null).length;
          seen.discounts += order.discounts.length;
        }
      }),
      { numRuns: 8, seed: 20_261_127, endOnFailure: true },
    );
    // A comparison of empty things would prove nothing.
    const { fetched, ...others } = seen;
    for (const [what, count] of Object.entries(others)) expect(count, what).toBeGreaterThan(0);
    expect(fetched).toBeLessThan(seen.orders / 50);
  });

  test("what we compute equals the platform's own total, order by order", async () => {
    for (const { graphql } of await historyOf(currency, 11, 120)) {
      const { order } = graphql;
      if (order.extras === null || order.extras.edits.length > 0) continue;
      const lines = sumPairs(order.lines.map((line) => times(line.unitPrice, line.quantity))).shop;
      // The total of shipping is what is left after its own discounts.
      const allocations = order.lines.flatMap((line) => line.discountAllocations);
      const discounts = sumPairs(allocations.map((one) => one.amount)).shop;
      const tax = order.taxesIncluded ? '0' : order.totals.tax.shop;
      const total = amount(lines)
        .minus(discounts)
        .plus(order.totals.shipping.shop)
        .plus(tax)
        .plus(order.totals.tips.shop);
      expect(total.toFixed(), order.orderNumber).toBe(order.totals.total.shop);
    }
  });
});

test('no field of an order is left out of the comparison but those two', async () => {
  const [one] = await historyOf('USD', 3, 1);
  if (!one) throw new Error('no order');
  const compared = Object.keys(comparable(one.graphql.order));
  const left = Object.keys(canonicalOrder.shape).filter((field) => !compared.includes(field));
  expect(left.sort()).toEqual(['extras', 'transactions']);
});
