import { describe, expect, test } from 'vitest';
import { dayStart, filterOf, ordersBehind, ordersPath, readChoices } from './choices';

describe('days begin where the store is', () => {
  test.each([
    ['2026-11-20', 'UTC', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20', 'Asia/Tokyo', '2026-11-19T15:00:00.000Z'],
    ['2026-11-20', 'America/New_York', '2026-11-20T05:00:00.000Z'],
    // the days on which the clock changes
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z'],
  ])('%s in %s', (day, zone, instant) => {
    expect(dayStart(day, zone).toISOString()).toBe(instant);
  });
});

test('choices survive the address', () => {
  const choices = readChoices(
    new URLSearchParams('q=+gift+&view=with-add-ons&payment=paid&from=2026-11-01&to=2026-11-02'),
  );
  expect(choices).toMatchObject({ q: 'gift', view: 'with-add-ons', payment: 'paid', from: '2026-11-01' });
  expect(readChoices(new URLSearchParams(ordersPath(choices).split('?')[1]))).toEqual(choices);
});

test('the orders behind a figure are without test orders', () => {
  const address = ordersBehind({ from: '2026-11-01', to: '2026-11-01' });
  expect(filterOf(readChoices(new URLSearchParams(address.split('?')[1])), 'UTC')).toMatchObject({ test: false });
});

test('nonsense in the address is not a choice', () => {
  const choices = readChoices(new URLSearchParams("view=everything&from=2026-02-30&addOn=1'--&q=%00"));
  expect(choices).toMatchObject({ view: 'all', from: '', addOn: '' });
  expect(filterOf(choices, 'UTC')).toEqual({});
});

test('the end of a period is the start of the next day', () => {
  const filter = filterOf(readChoices(new URLSearchParams('from=2026-11-01&to=2026-11-02')), 'Asia/Tokyo');
  expect(filter).toEqual({ createdFrom: '2026-10-31T15:00:00.000Z', createdTo: '2026-11-02T15:00:00.000Z' });
});
