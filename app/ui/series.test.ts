import { expect, test } from 'vitest';
import { type DayOfChart, pointsOf, spokenSummary } from './series';

const day = (text: string, addOnRevenue: string): DayOfChart => ({
  day: text,
  addOnRevenue,
  netSales: '0',
  attachRate: '0',
  orders: 1,
});

test('the first day stands beside the first day before, and exact text is kept', () => {
  const points = pointsOf(
    'addOnRevenue',
    [day('2026-11-03', '10.10'), day('2026-11-04', '9007199254740993.01')],
    [day('2026-11-01', '5')],
  );
  expect(points[0]).toEqual({
    day: '2026-11-03',
    now: 10.1,
    nowText: '10.10',
    before: 5,
    beforeText: '5',
    beforeDay: '2026-11-01',
  });
  expect(points[1]).toMatchObject({ nowText: '9007199254740993.01', before: null });
});

test('the spoken summary names the highest and the last day', () => {
  const points = pointsOf('addOnRevenue', [day('2026-11-03', '10'), day('2026-11-04', '2')], null);
  expect(
    spokenSummary(
      points,
      (text) => `$${text}`,
      (one) => one,
    ),
  ).toBe('2 days. Highest: $10 on 2026-11-03. Last: $2 on 2026-11-04.');
  expect(spokenSummary([], String, String)).toBe('No days in this period.');
});
