import { expect, test } from 'vitest';
import { consentOf } from './consent';
import { proposedRefund } from './refund-policy';

const proof = [
  { name: '_tagalong_ticked', value: '2026-11-29T10:00:00.123Z' },
  { name: '_tagalong_price', value: '€4.50' },
  { name: '_tagalong_v', value: '2' },
];

test('moment, price and widget of the tick', () => {
  expect(consentOf(proof)).toEqual({ tickedAt: '2026-11-29T10:00:00.123Z', priceShown: '€4.50', widgetVersion: '2' });
});

test.each([
  ['nothing', []],
  ['no price', proof.slice(0, 1)],
  ['no moment', proof.slice(1)],
  ['a moment that is none', [{ name: '_tagalong_ticked', value: '2026-13-40T99:00:00Z' }, ...proof.slice(1)]],
  ['a price of a hundred characters', [proof[0], { name: '_tagalong_price', value: '9'.repeat(100) }]],
])('%s is no proof', (_, properties) => {
  expect(consentOf(properties as typeof proof)).toBeNull();
});

const bought = new Date('2026-01-01T12:00:00Z');
test.each([
  [{ kind: 'full' }, '2026-11-29', '73.00'],
  [{ kind: 'none' }, '2026-11-29', '0.00'],
  [{ kind: 'pro_rata', days: 730 }, '2026-01-01T23:00:00Z', '73.00'],
  [{ kind: 'pro_rata', days: 730 }, '2026-01-02T13:00:00Z', '72.90'],
  [{ kind: 'pro_rata', days: 730 }, '2027-01-01T12:00:00Z', '36.50'],
  [{ kind: 'pro_rata', days: 730 }, '2029-01-01', '0.00'],
] as const)('%j on %s gives back %s of 73.00', (policy, now, expected) => {
  expect(proposedRefund(policy, '73.00', 'USD', bought, new Date(now))).toBe(expected);
});
