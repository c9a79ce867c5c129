import { expect, test } from 'vitest';
import { activityWords, consentWords, decidedWords, identityWords, linkWords } from './words';

const placed = {
  at: '2026-11-20T12:00:00Z',
  kind: 'placed' as const,
  platformOrderId: '1',
  orderNumber: '#1',
  amount: '12.50',
  currency: 'USD',
};

test('what happened, with its amount', () => {
  expect(activityWords(placed)).toBe('placed, $12.50');
  expect(activityWords({ ...placed, kind: 'refunded' })).toBe('refunded $12.50');
  expect(activityWords({ ...placed, kind: 'delivered', amount: null })).toBe('delivered');
});

test('no hash of an address is shown', () => {
  expect(identityWords('customer:77')).toBe('customer 77');
  expect(identityWords('email:00ff')).not.toContain('00ff');
});

test('reasons and verdicts nobody foresaw are shown in their own words', () => {
  expect(linkWords('verified_email')).toContain('verified');
  expect(linkWords('same_cart')).toBe('Same cart');
  expect(decidedWords({ state: 'rejected', decidedBy: 'merchant:7' })).toBe('Kept apart by your staff');
  expect(decidedWords({ state: 'active', decidedBy: null })).toBe('Joined by rule');
  expect(consentWords({ state: 'SUBSCRIBED' })).toBe('Subscribed');
  expect(consentWords(null)).toBeNull();
});
