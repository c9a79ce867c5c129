import { expect, test } from 'vitest';
import { countDays, daysBetween, isDay } from './day';

test('days between two days, both included, whatever the year', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
  expect(daysBetween('2026-03-02', '2026-03-01')).toEqual([]);
  expect(countDays('2024-01-01', '2024-12-31')).toBe(366);
  // A loop that compares texts never ends here: the day after has a longer year.
  expect(daysBetween('9999-12-31', '9999-12-31')).toEqual(['9999-12-31']);
});

test('a day is a real one, of a year in which somebody may have sold something', () => {
  expect(['1970-01-01', '2024-02-29', '2999-12-31'].every(isDay)).toBe(true);
  expect(['2026-02-29', '2026-13-01', '9999-12-31', '0001-01-01', '2026-1-1', ''].some(isDay)).toBe(false);
});
