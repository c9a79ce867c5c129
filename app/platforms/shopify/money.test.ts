import { expect, test } from 'vitest';
import { moneySet } from './money';

const euros = { amount: '10.00', currencyCode: 'EUR' };

test.each([
  ['both sides', { shopMoney: euros, presentmentMoney: { amount: '11.50', currencyCode: 'USD' } }],
  ['with underscores', { shop_money: { amount: '10.00', currency_code: 'EUR' }, presentment_money: usd('11.50') }],
])('a money bag is read: %s', (_, told) => {
  expect(moneySet.parse(told)).toEqual({
    shop: { amount: '10', currency: 'EUR' },
    presentment: { amount: '11.5', currency: 'USD' },
  });
});

test('a side that is not told is none, and neither is a bag', () => {
  expect(moneySet.parse({ shopMoney: euros })).toMatchObject({ presentment: null });
  expect(moneySet.parse(null)).toBeNull();
  expect(moneySet.parse(undefined)).toBeNull();
});

test.each([
  ['text', '10.00'],
  ['a list', []],
  ['a side that is a list', { shopMoney: [] }],
  ['a side without an amount', { shopMoney: { currencyCode: 'EUR' } }],
  ['an amount that is none', { shopMoney: { amount: 'ten', currencyCode: 'EUR' } }],
  ['a currency that is none', { shopMoney: { amount: '10.00', currencyCode: ['EUR'] } }],
])('what is not money is refused: %s', (_, told) => {
  expect(moneySet.safeParse(told).success).toBe(false);
});

function usd(amount: string) {
  return { amount, currency_code: 'USD' };
}
