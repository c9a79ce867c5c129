import { expect, test } from 'vitest';
import type { Day } from '../domain/shared/day';
import { totalsByCurrency } from './combined';
import { attachRateOf, figuresOf } from './figures';

const report = (currency: string, netSales: string, addOnRevenue: string, orders = 1, ordersWithAddOn = 0) => ({
  ...{ currency, netSales, addOnRevenue, orders, ordersWithAddOn, attachRate: attachRateOf(orders, ordersWithAddOn) },
});

test('stores of one currency are summed to the cent, money of two is never added', () => {
  expect(
    totalsByCurrency([
      report('USD', '0.10', '0.10', 3, 1),
      report('JPY', '1200', '300', 2, 2),
      report('USD', '0.20', '-0.30', 4, 1),
    ]),
  ).toEqual([
    {
      currency: 'USD',
      stores: 2,
      orders: 7,
      ordersWithAddOn: 2,
      netSales: '0.30',
      addOnRevenue: '-0.20',
      attachRate: '0.2857',
    },
    {
      currency: 'JPY',
      stores: 1,
      orders: 2,
      ordersWithAddOn: 2,
      netSales: '1200',
      addOnRevenue: '300',
      attachRate: '1.0000',
    },
  ]);
  expect(totalsByCurrency([])).toEqual([]);
});

test('stores together have the figures that one store with all of their days would have', () => {
  const day = (orders: number, ordersWithAddOn: number, grossSales: string, addOnRevenue: string) => ({
    ...{ day: '2026-11-20' as Day, orders, ordersWithAddOn, grossSales, addOnRevenue, addOnUnits: ordersWithAddOn },
    ...{ discounts: '0', returns: '0', salesWithAddOn: '0' },
  });
  const days = [day(3, 2, '10.05', '1.5'), day(13, 1, '0.95', '0.25')];
  const reports = days.map((one) => ({ currency: 'USD', ...figuresOf([one], 'USD') }));
  const [{ stores, currency, ...total } = { stores: 0, currency: '' }] = totalsByCurrency(reports);
  expect(figuresOf(days, 'USD')).toMatchObject(total);
  expect({ stores, currency, total }).toMatchObject({ stores: 2, currency: 'USD', total: { attachRate: '0.1875' } });
});
