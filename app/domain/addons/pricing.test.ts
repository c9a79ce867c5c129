import { expect, test } from 'vitest';
import { fromMinor, type Pricing, priceBeside, toMinor } from './pricing';

const share = (percent: string, more: object = {}): Pricing => ({
  kind: 'percentage',
  percent,
  min: null,
  max: null,
  step: null,
  ...more,
});

test.each([
  ['15', '19.99', 'USD', '3.00'],
  ['15', '0.03', 'USD', null], // less than half a cent: nothing to ask
  ['12.5', '39.96', 'USD', '5.00'],
  ['10', '1005', 'JPY', '101'], // half away from zero
  ['10', '12.345', 'KWD', '1.235'],
])('%s percent of %s %s is %s', (percent, price, currency, expected) => {
  expect(priceBeside(share(percent), '1', price, currency)).toBe(expected);
});

test('minimum, maximum and step', () => {
  const pricing = share('10', { min: '2', max: '50', step: '0.5' });
  expect(['5', '27.40', '33', '900'].map((price) => priceBeside(pricing, '1', price, 'USD'))).toEqual([
    '2.00',
    '2.50',
    '3.50',
    '50.00',
  ]);
});

test('tiers: the upper bound belongs to its tier, and without an open one dear products have no price', () => {
  const pricing: Pricing = {
    kind: 'tiers',
    tiers: [
      { upTo: '100', price: '9' },
      { upTo: '500', price: '29' },
    ],
  };
  expect(['99.99', '100', '100.01', '500', '501'].map((price) => priceBeside(pricing, '1', price, 'USD'))).toEqual([
    '9.00',
    '9.00',
    '29.00',
    '29.00',
    null,
  ]);
});

test('a fixed price asks nobody; minor units go there and back', () => {
  expect(priceBeside({ kind: 'fixed' }, '4.5', '1000', 'USD')).toBe('4.50');
  expect([toMinor('4.50', 'USD'), toMinor('500', 'JPY'), toMinor('1.235', 'KWD')]).toEqual([450, 500, 1235]);
  expect([fromMinor(450, 'USD'), fromMinor(500, 'JPY'), fromMinor(1235, 'KWD')]).toEqual(['4.50', '500', '1.235']);
});
