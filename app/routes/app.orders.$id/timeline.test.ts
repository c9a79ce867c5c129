import { expect, test } from 'vitest';
import type { OrderDetailView } from '~/domain/orders/view';
import { timelineOf } from './timeline';

const order = {
  orderNumber: '#1001',
  currency: 'USD',
  createdAt: '2026-11-01T10:00:00Z',
  cancelledAt: '2026-11-03T10:00:00Z',
  deletedAt: null,
  detail: {
    sourceName: 'web',
    cancelReason: 'customer',
    closedAt: null,
    transactions: [
      { kind: 'sale', status: 'success', gateway: 'shopify_payments', amount: '12.50', at: '2026-11-01T10:00:05Z' },
      { kind: 'capture', status: 'failure', gateway: null, amount: '1', at: '2026-11-01T10:00:06Z' },
      { kind: 'sale', status: 'success', gateway: null, amount: '1', at: null },
    ],
    fulfillments: [
      { status: 'success', shipmentStatus: 'in_transit', createdAt: '2026-11-02T09:00:00Z', lines: [{ quantity: 2 }] },
    ],
    refunds: [{ createdAt: '2026-11-03T10:00:01Z', note: null, refunded: '12.50', lines: [{ quantity: 1 }] }],
  },
} as unknown as OrderDetailView;

test('tells what happened, newest first', () => {
  expect(timelineOf(order).map((one) => one.text)).toEqual([
    'Refund of $12.50 for 1 item',
    'Order was cancelled',
    '2 items fulfilled',
    'Failure: captured $1.00',
    'Payment of $12.50',
    'Order #1001 was placed',
  ]);
});

test('what has no moment is left out', () => {
  expect(timelineOf(order)).toHaveLength(6);
});

test('a refused fulfillment is told with its reason', () => {
  const [first] = timelineOf(order, [{ at: '2026-11-05T10:00:00Z', reason: 'Shopify refused: it is on hold' }]);
  expect(first).toMatchObject({ text: 'Add-on was not fulfilled at once', note: 'Shopify refused: it is on hold' });
});
