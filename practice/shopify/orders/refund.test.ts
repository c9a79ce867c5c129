import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exact, sumOf } from '../../money';
import { createPlatform } from '../platform';
import { createOrder } from './create';
import { addRefund, payBack } from './refund';
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
platform.openStore({ domain: 'refunds.myshopify.com', currency: 'USD' });
const room = platform.room('refunds.myshopify.com');

const currencies = fc.constantFrom(
  { shop: 'USD', presentment: 'USD', digits: 2 },
  { shop: 'USD', presentment: 'CAD', digits: 2 },
  { shop: 'USD', presentment: 'JPY', digits: 2 },
  { shop: 'KWD', presentment: 'KWD', digits: 3 },
  { shop: 'JPY', presentment: 'JPY', digits: 0 },
);
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 7 }),
  minor: fc.integer({ min: 0, max: 99_999 }),
  taxMinor: fc.integer({ min: 0, max: 999 }),
});

test('however an order is refunded bit by bit, nothing is left and nothing is paid twice', () => {
  fc.assert(
    fc.property(
      currencies,
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 100 }),
      fc.boolean(),
      (money, lines, percentage, taxesIncluded) => {
        if (room === null) throw new Error('no store');
        const bag = (minor: number) => ({
          shopMoney: {
            amount: exact(minor)
              .div(10 ** money.digits)
              .toFixed(),
            currencyCode: money.shop,
          },
        });
        const order = createOrder(
          room,
          {
            currency: money.shop,
            presentmentCurrency: money.presentment,
            taxesIncluded,
            lineItems: lines.map((one) => ({
              title: 'Thing',
              quantity: one.quantity,
              priceSet: bag(one.minor),
              taxLines: [{ title: 'Tax', rate: 0.05, priceSet: bag(one.taxMinor) }],
            })),
            shippingLines: [
              { title: 'Post', priceSet: bag(500), taxLines: [{ title: 'Tax', rate: 0.05, priceSet: bag(25) }] },
            ],
            discountCode: { itemPercentageDiscountCode: { code: 'X', percentage } },
          },
          null,
        );
        const { total } = totalsOf(order);
        order.transactions.push({
          id: '1',
          kind: 'SALE',
          status: 'SUCCESS',
          gateway: 'manual',
          amount: total,
          parentId: null,
          refundId: null,
          test: false,
          createdAt: order.createdAt,
          processedAt: order.createdAt,
        });
        for (;;) {
          const next = order.lines.find((one) => currentQuantityOf(order, one) > 0);
          if (next === undefined) break;
          const wish = { lineId: next.id, quantity: 1, restockType: 'NO_RESTOCK' as const, locationId: null };
          addRefund(room, order, {
            lines: [wish],
            shipping: null,
            payments: null,
            note: null,
            returnId: null,
            processedAt: null,
            discrepancyReason: null,
          });
        }
        const rest = totalsOf(order);
        expect(exact(rest.currentSubtotal.shop).isZero() && exact(rest.currentSubtotal.presentment).isZero()).toBe(
          true,
        );
        addRefund(room, order, {
          lines: [],
          shipping: 'full',
          payments: payBack(order, total),
          note: null,
          returnId: null,
          processedAt: null,
          discrepancyReason: null,
        });
        const end = totalsOf(order);
        expect(exact(end.netPayment.shop).isZero() && exact(end.netPayment.presentment).isZero()).toBe(true);
        expect(exact(end.currentTax.shop).isZero()).toBe(true);
        const lineWorth = sumOf(order.refunds.flatMap((one) => one.lines.map((x) => x.subtotal)));
        expect(exact(lineWorth.shop).eq(rest.subtotal.shop)).toBe(true);
        expect(exact(lineWorth.presentment).eq(rest.subtotal.presentment)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});
