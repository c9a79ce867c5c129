import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histories } from '../../../tests/path/permutations-histories';
import { amount, sum } from '../shared/money';
import { figuresOf, lineNet } from './figures';
import type { LedgerRefund, LedgerTransaction } from './ledger';
import { mergeOrder, type StoredLine } from './merge-order';
import { ledgerOf } from './post-ledger';
import { readWhole } from './read-whole';
import { settleOrder } from './settle-order';

const own = new Map([['own', '7b0f4a52-6b1c-4c39-8d7d-0a8a52b9c001']]);
const pair = (shop: string, presentment = shop) => ({ shop, presentment });

function line(part: Partial<StoredLine>): StoredLine {
  return {
    platformLineId: 'l',
    platformVariantId: null,
    isTip: false,
    properties: [],
    tax: pair('0'),
    quantity: 1,
    currentQuantity: 1,
    unitPrice: pair('10.00'),
    discounts: pair('0'),
    isGiftCard: false,
    isAddOn: false,
    ...part,
  };
}

type Refunds = (Pick<LedgerRefund, 'platformRefundId'> & { lines: object[]; adjustments: object[] })[];

/** The figures of an order of these parts; the platform's own totals say nothing. */
function orderFigures(
  currency: string,
  presentmentCurrency: string,
  lines: StoredLine[],
  refunds: Refunds,
  transactions: object[],
) {
  const nothing = pair('0');
  const at = '2026-11-01T00:00:00Z';
  const order = {
    ...{
      createdAt: at,
      updatedAt: at,
      cancelledAt: null,
      taxesIncluded: false,
      isSummary: false,
      currency,
      presentmentCurrency,
    },
    totals: {
      total: nothing,
      tax: nothing,
      shipping: nothing,
      tips: nothing,
      duties: nothing,
      currentTotal: null,
      outstanding: null,
    },
    ...{ lines, shippingLines: [], edits: [] },
    refunds: refunds.map((one) => ({ platformReturnId: null, createdAt: at, ...one })) as unknown as LedgerRefund[],
    transactions: transactions as LedgerTransaction[],
  };
  return figuresOf(
    ledgerOf(order),
    lines,
    refunds.map(({ platformRefundId }) => platformRefundId),
  );
}

test('the figures of lines add up to those of the order, in currencies of 0, 2 and 3 digits, to the last digit', () => {
  fc.assert(
    fc.property(histories(['own']), ({ final }) => {
      const whole = readWhole('shopify', final, (text) => text.length.toString());
      const merged = mergeOrder(final.platformOrderId, undefined, [whole], [], (text) => text);
      const { lines, figures } = settleOrder(merged, own);
      const { order } = figures;
      for (const side of ['shop', 'presentment'] as const) {
        const nets = lines.map(
          (one) => lineNet(one, figures.lines.get(one.platformLineId)?.refunded ?? pair('0'))[side],
        );
        const discrepancies = final.refunds.flatMap(({ adjustments }) => adjustments.map((one) => one.amount[side]));
        expect(order.net[side]).toBe(sum([...nets, ...discrepancies]).toFixed());
        const addOns = lines.map((one) => figures.lines.get(one.platformLineId)?.addOnRevenue[side] ?? '0');
        expect(order.addOnRevenue[side]).toBe(sum(addOns).toFixed());
        const returns = [...figures.refunds.values()].map((refund) => refund.returns[side]);
        expect(order.returns[side]).toBe(sum(returns).toFixed());
        expect(
          amount(order.gross[side]).minus(amount(order.discounts[side])).minus(amount(order.returns[side])).toFixed(),
        ).toBe(order.net[side]);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('returns', () => {
  const adjustment = (kind: string, value: string) => ({ kind, amount: pair(value), tax: pair('0') });
  const refund = (amounts: { lines?: string[]; discrepancy?: string; shipping?: string }) => ({
    platformRefundId: 'r',
    lines: (amounts.lines ?? []).map((subtotal) => ({
      platformLineId: 'l',
      quantity: 1,
      subtotal: pair(subtotal),
      tax: pair('0'),
    })),
    adjustments: [
      ...(amounts.discrepancy ? [adjustment('refund_discrepancy', amounts.discrepancy)] : []),
      ...(amounts.shipping ? [adjustment('shipping_refund', amounts.shipping)] : []),
    ],
  });
  const returnsOf = (lines: StoredLine[], amounts: Parameters<typeof refund>[0]) =>
    orderFigures('USD', 'USD', lines, [refund(amounts)], []).order.returns.shop;

  test('are the refunded lines', () => expect(returnsOf([line({})], { lines: ['7.50'] })).toBe('7.5'));
  test('rise when more was paid back than the lines come to', () =>
    expect(returnsOf([line({})], { discrepancy: '-3.00' })).toBe('3'));
  test('fall when less was paid back', () =>
    expect(returnsOf([line({})], { lines: ['10.00'], discrepancy: '4.00' })).toBe('6'));
  test('know nothing of refunded shipping', () => expect(returnsOf([line({})], { shipping: '-5.00' })).toBe('0'));
  test('know nothing of gift cards', () =>
    expect(returnsOf([line({ isGiftCard: true })], { lines: ['10.00'] })).toBe('0'));
});

describe('add-on revenue', () => {
  const revenueOf = (
    part: Partial<StoredLine>,
    refunded: { quantity: number; subtotal: string }[] = [],
    currency = 'USD',
  ) => {
    const lines = refunded.map(({ quantity, subtotal }) => ({
      platformLineId: 'l',
      quantity,
      subtotal: pair(subtotal),
      tax: pair('0'),
    }));
    const refunds = [{ platformRefundId: 'r', lines, adjustments: [] }];
    const { order } = orderFigures(currency, currency, [line({ isAddOn: true, ...part })], refunds, []);
    return [order.addOnRevenue.shop, order.hasAddOn];
  };
  test('is what was paid after discounts', () =>
    expect(revenueOf({ quantity: 2, currentQuantity: 2, discounts: pair('1.50') })).toEqual(['18.5', true]));
  test('is less by what was refunded, once', () =>
    expect(revenueOf({ quantity: 2, currentQuantity: 1 }, [{ quantity: 1, subtotal: '10.00' }])).toEqual(['10', true]));
  test('does not count what an edit took away, rounded to the currency', () => {
    expect(revenueOf({ quantity: 3, currentQuantity: 2, discounts: pair('0.01') })).toEqual(['19.99', true]);
    expect(
      revenueOf({ quantity: 3, currentQuantity: 2, unitPrice: pair('100'), discounts: pair('1') }, [], 'JPY'),
    ).toEqual(['199', true]);
  });
  test('is nothing when all was taken away, and the order then has no add-on', () =>
    expect(revenueOf({ quantity: 3, currentQuantity: 0, discounts: pair('1.00') })).toEqual(['0', false]));
  test('is nothing when all was refunded, and the order still had one', () =>
    expect(revenueOf({ currentQuantity: 0 }, [{ quantity: 1, subtotal: '10.00' }])).toEqual(['0', true]));
});

test('only successful refund transactions are paid back', () => {
  const paid = (kind: string, status: string) => ({
    platformRefundId: 'r',
    kind,
    status,
    amount: pair('5.00', '7.00'),
  });
  const all = [
    paid('refund', 'success'),
    paid('refund', 'pending'),
    paid('refund', 'failure'),
    paid('sale', 'success'),
  ];
  const refund = { platformRefundId: 'r', lines: [], adjustments: [] };
  const { order, refunds } = orderFigures('USD', 'EUR', [line({})], [refund], all);
  expect(order.refunded).toEqual(pair('5', '7'));
  expect(refunds.get('r')?.refunded).toEqual(pair('5', '7'));
});
