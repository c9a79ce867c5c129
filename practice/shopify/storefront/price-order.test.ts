import { expect, test } from 'vitest';
import { type PricedLine, priceOrder } from './price-order';

const store = { currency: 'USD', countryCode: 'US' };
const line = (price: string, quantity = 1, requiresShipping = true): PricedLine => ({
  variantId: '1',
  quantity,
  price,
  taxable: true,
  requiresShipping,
  properties: {},
});

test('at home: tax comes on top, shipping is free from 75', () => {
  const home = { currency: 'USD', rate: '1', countryCode: 'US' };
  const small = priceOrder(store, home, [line('19.99', 2), line('9.99', 1, false)]);
  // 49.97 + 5.90; 8.25 % of 39.98, 9.99 and 5.90, each rounded: 3.30 + 0.82 + 0.49
  expect(small.tax.shop).toBe('4.61');
  expect(small.total).toEqual({ shop: '60.48', presentment: '60.48' });
  expect(priceOrder(store, home, [line('80.00')]).shipping.shop).toBe('0');
});

test('in Japan: whole yen, tax inside the price, both currencies kept', () => {
  const japan = { currency: 'JPY', rate: '151.62', countryCode: 'JP' };
  const priced = priceOrder(store, japan, [line('70.00'), line('9.99', 1, false)], {
    kind: 'percentage',
    code: 'WELCOME10',
    percentage: 10,
  });
  expect(priced.subtotal).toEqual({ shop: '79.99', presentment: '12128' });
  expect(priced.discount).toEqual({ shop: '8', presentment: '1213' });
  expect(priced.total.presentment).toBe('13113');
  expect(priced.taxesIncluded).toBe(true);
});

test('a fixed code takes no more than there is, a shipping code takes the shipping', () => {
  const home = { currency: 'USD', rate: '1', countryCode: 'US' };
  const gone = priceOrder(store, home, [line('3.00', 1, false)], { kind: 'fixed', code: 'MINUS5', amount: '5.00' });
  expect(gone.total.shop).toBe('0');
  const free = priceOrder(store, home, [line('10.00')], { kind: 'shipping', code: 'SHIPFREE' });
  expect(free.total.shop).toBe('10.83');
});
