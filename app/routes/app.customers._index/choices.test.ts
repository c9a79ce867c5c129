import { expect, test } from 'vitest';
import { customersPath, filterOf, readChoices } from './choices';

test('choices survive the address', () => {
  const choices = readChoices(
    new URLSearchParams(
      'q=+ada@example.com&segment=at_risk&orders=3&value=99.50&addOn=with&from=2026-11-01&sort=value',
    ),
  );
  expect(readChoices(new URLSearchParams(customersPath(choices).split('?')[1]))).toEqual(choices);
  expect(filterOf(choices, 'UTC')).toEqual({
    search: 'ada@example.com',
    segment: 'at_risk',
    minOrders: 3,
    minValue: '99.50',
    hasAddOn: true,
    lastOrderFrom: '2026-11-01T00:00:00.000Z',
  });
});

test('nonsense in the address is not a choice', () => {
  const choices = readChoices(
    new URLSearchParams("q=%00&segment=x'--&orders=-1&value=1e9&addOn=maybe&from=2026-02-30&sort=name"),
  );
  expect(filterOf(choices, 'UTC')).toEqual({});
  expect(customersPath(choices)).toBe('/app/customers');
});

test('the last day is wholly in the period, in the store’s zone', () => {
  expect(filterOf(readChoices(new URLSearchParams('to=2026-11-02')), 'Asia/Tokyo')).toEqual({
    lastOrderTo: '2026-11-02T15:00:00.000Z',
  });
});
