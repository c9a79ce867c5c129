import { expect, test } from 'vitest';
import { figuresOf } from './figures';
import { changeOf, comparisonOf, periodOf, readPeriod } from './period';

const today = '2026-03-31';

test('presets end today and have as many days as they say', () => {
  expect(periodOf('last-7-days', today)).toEqual({ preset: 'last-7-days', from: '2026-03-25', to: today });
  expect(periodOf('yesterday', '2026-03-01')).toMatchObject({ from: '2026-02-28', to: '2026-02-28' });
  expect(periodOf('month-to-date', today)).toMatchObject({ from: '2026-03-01', to: today });
});

test('a period is compared with the same number of days before it', () => {
  expect(comparisonOf(periodOf('last-30-days', today))).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  expect(comparisonOf(periodOf('today', today))).toEqual({ from: '2026-03-30', to: '2026-03-30' });
});

test('a month to date is compared with the same days of the month before, as far as it has them', () => {
  expect(comparisonOf(periodOf('month-to-date', '2026-03-10'))).toEqual({ from: '2026-02-01', to: '2026-02-10' });
  expect(comparisonOf(periodOf('month-to-date', today))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
});

test('a senseless custom period is the last 30 days', () => {
  const usual = periodOf('last-30-days', today);
  expect(readPeriod({ from: '2026-02-30', to: '2026-03-01' }, today)).toEqual(usual);
  expect(readPeriod({ from: '2026-03-02', to: '2026-03-01' }, today)).toEqual(usual);
  expect(readPeriod({ from: '1900-01-01', to: '2026-03-01' }, today)).toEqual(usual);
  expect(readPeriod({ from: '2026-03-01', to: '2026-03-01' }, today)).toEqual({
    preset: 'custom',
    from: '2026-03-01',
    to: '2026-03-01',
  });
});

test('a change is a share of what was, and nothing cannot grow by a share', () => {
  expect(changeOf('150.00', '100.00')).toBe('0.5000');
  expect(changeOf('0', '80')).toBe('-1.0000');
  expect(changeOf('5', '0')).toBeNull();
});

test('rates and averages are of the sums, with the currency’s digits', () => {
  const day = (orders: number, withAddOn: number, gross: string) => ({
    day: today,
    orders,
    ordersWithAddOn: withAddOn,
    grossSales: gross,
    discounts: '0',
    returns: '0',
    salesWithAddOn: '100',
    addOnRevenue: '10',
    addOnUnits: withAddOn,
  });
  const found = figuresOf([day(1, 1, '100'), day(9, 0, '901')], 'JPY');
  expect(found).toMatchObject({
    attachRate: '0.1000',
    averageOrderValue: '100',
    grossSales: '1001',
    addOnRevenue: '20',
  });
  expect(figuresOf([], 'KWD')).toMatchObject({ attachRate: '0.0000', averageOrderValue: '0.000', netSales: '0.000' });
});
