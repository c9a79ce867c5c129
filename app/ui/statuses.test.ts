import { expect, test } from 'vitest';
import { financialStatuses, fulfillmentStatuses, orderStatuses } from '../domain/orders/order';
import { inWords, statusBadge, statusChoices } from './statuses';

test('every canonical status has words of its own', () => {
  const known = (family: 'financial' | 'fulfillment' | 'order') => statusChoices(family).map((choice) => choice.value);
  expect([...known('financial'), 'unknown']).toEqual([...financialStatuses]);
  expect([...known('fulfillment'), 'unknown']).toEqual([...fulfillmentStatuses]);
  expect(known('order')).toEqual([...orderStatuses]);
});

test('a status nobody foresaw is shown in its own words', () => {
  expect(statusBadge('financial', 'PAYMENT_REVIEW')).toEqual({ text: 'Payment review' });
  expect(inWords('')).toBe('Unknown');
});
