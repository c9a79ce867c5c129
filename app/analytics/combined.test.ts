import { expect, test } from 'vitest';
import { totalsByCurrency } from './combined';

const report = (currency: string, netSales: string, addOnRevenue: string, orders = 1, ordersWithAddOn = 0) => ({
  ...{ currency, netSales, addOnRevenue, orders, ordersWithAddOn },
});

test('stores of one currency are summed to the cent, money of two is never added', () => {
  expect(
    totalsByCurrency([
      report('USD', '0.10', '0.10', 3, 1),
      report('JPY', '1200', '300', 2, 2),
      report('USD', '0.20', '-0.30', 4, 1),
    ]),
  ).toEqual([
    { currency: 'USD', stores: 2, orders: 7, ordersWithAddOn: 2, netSales: '0.3', addOnRevenue: '-0.2' },
    { currency: 'JPY', stores: 1, orders: 2, ordersWithAddOn: 2, netSales: '1200', addOnRevenue: '300' },
  ]);
  expect(totalsByCurrency([])).toEqual([]);
});
