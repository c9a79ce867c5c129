import { expect, test } from 'vitest';
import { atOnceDays, piecesToFulfil, type SoldAtOnce, type SoldLine } from './fulfil-at-once';

const now = new Date('2026-11-20T12:00:00Z');
const before = (days: number) => new Date(now.getTime() - days * 86_400_000);

const plan: SoldLine = {
  ...{ platformLineId: '2', atOnceSince: before(30), quantity: 3, currentQuantity: 3, refundedQuantity: 0 },
  ...{ fulfilledQuantity: 0, fulfillmentStatus: null },
};
const lamp: SoldLine = { ...plan, platformLineId: '1', atOnceSince: null };
const order: SoldAtOnce = {
  ...{ createdAt: before(1), cancelledAt: null, deletedAt: null, test: false, isSummary: false },
  ...{ financialStatus: 'paid', lines: [lamp, plan] },
};
const pieces = (changes: Partial<SoldAtOnce>) => piecesToFulfil({ ...order, ...changes }, now);
const piecesOf = (line: Partial<SoldLine>) => pieces({ lines: [lamp, { ...plan, ...line }] });

test('all pieces of the add-on of a paid order, and nothing of what it was bought for', () => {
  expect(pieces({})).toEqual([{ platformLineId: '2', quantity: 3 }]);
});

test.each([
  ['not paid', { financialStatus: 'pending' }],
  ['only authorized', { financialStatus: 'authorized' }],
  ['paid in part', { financialStatus: 'partially_paid' }],
  ['paid back', { financialStatus: 'refunded' }],
  ['voided', { financialStatus: 'voided' }],
  ['cancelled', { cancelledAt: now }],
  ['deleted', { deletedAt: now }],
  ['a test', { test: true }],
  ['told without its lines’ ids', { isSummary: true }],
  ['too old', { createdAt: before(atOnceDays + 0.1) }],
] satisfies [string, Partial<SoldAtOnce>][])('nothing of an order that is %s', (_, changes) => {
  expect(pieces(changes)).toEqual([]);
});

test('an order that was paid back in part still counts as paid', () => {
  expect(pieces({ financialStatus: 'partially_refunded' })).toHaveLength(1);
});

test('orders from before the add-on was fulfilled at once stay as they are', () => {
  expect(piecesOf({ atOnceSince: before(0.9) })).toEqual([]);
  expect(piecesOf({ atOnceSince: order.createdAt })).toHaveLength(1);
});

test.each([
  ['what is fulfilled', { fulfilledQuantity: 1 }, 2],
  ['what was given back', { currentQuantity: 2, refundedQuantity: 1 }, 2],
  ['what was given back where the line still counts it', { refundedQuantity: 2 }, 1],
  ['what was edited away', { currentQuantity: 1 }, 1],
  ['the greater of both', { currentQuantity: 1, refundedQuantity: 2, fulfilledQuantity: 1 }, 1],
] satisfies [string, Partial<SoldLine>, number][])('without %s', (_, changes, quantity) => {
  expect(piecesOf(changes)).toEqual([{ platformLineId: '2', quantity }]);
});

test.each([
  ['all is fulfilled', { fulfilledQuantity: 3 }],
  ['all was given back', { currentQuantity: 0, refundedQuantity: 3 }],
  ['all was fulfilled and some of it given back', { fulfilledQuantity: 3, currentQuantity: 1, refundedQuantity: 2 }],
  ['its own word says so', { fulfillmentStatus: 'fulfilled' }],
] satisfies [string, Partial<SoldLine>][])('nothing where %s', (_, changes) => {
  expect(piecesOf(changes)).toEqual([]);
});
