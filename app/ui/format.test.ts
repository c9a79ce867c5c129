import { describe, expect, test } from 'vitest';
import {
  ago,
  change,
  counted,
  day,
  dayRange,
  duration,
  moment,
  money,
  percent,
  shortMoment,
  shortMoney,
  zoneName,
} from './format';

describe('money', () => {
  test('shows the currency digits', () => {
    expect(money('1234.5', 'USD')).toBe('$1,234.50');
    expect(money('1200', 'JPY')).toBe('¥1,200');
    expect(money('3.125', 'KWD')).toBe('KWD 3.125');
    expect(money('-0.10', 'EUR')).toBe('-€0.10');
  });
  test('keeps digits that no float can hold', () => {
    expect(money('9007199254740993.07', 'USD')).toBe('$9,007,199,254,740,993.07');
    expect(money('123456789012345678901.123456', 'USD')).toBe('$123,456,789,012,345,678,901.123456');
  });
  test('keeps digits beyond the currency only where there are some', () => {
    expect(money('0.333', 'USD')).toBe('$0.333');
    expect(money('0.330', 'USD')).toBe('$0.33');
    expect(money('5.000', 'JPY')).toBe('¥5');
  });
  test('is short on an axis', () => {
    expect(shortMoney(12345, 'USD')).toBe('$12.3K');
    expect(shortMoney(0, 'USD')).toBe('$0');
  });
});

describe('counts and shares', () => {
  test('noun follows number', () => {
    expect(counted(1, 'order')).toBe('1 order');
    expect(counted(1200, 'order')).toBe('1,200 orders');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
  });
  test('percent', () => {
    expect(percent('0.1254')).toBe('12.5%');
    expect(percent(null)).toBe('–');
  });
  test('change tells direction and size', () => {
    expect(change('150', '100')).toEqual({ direction: 'up', text: '50%' });
    expect(change('98.5', '100')).toEqual({ direction: 'down', text: '1.5%' });
    expect(change('5', '5.00')).toEqual({ direction: 'same', text: 'No change' });
    expect(change('5', '0')).toEqual({ direction: 'new', text: 'Nothing before' });
    expect(change('50', '-50')).toEqual({ direction: 'up', text: '200%' });
    expect(change('5000', '1')).toEqual({ direction: 'up', text: '>999%' });
    expect(change(null, '1')).toBeNull();
  });
});

describe('time', () => {
  const now = new Date('2026-11-20T19:47:00Z');
  test('moments are in the store zone', () => {
    expect(moment('2026-11-20T23:30:00Z', 'Asia/Tokyo')).toBe('Nov 21, 2026, 8:30 AM');
    expect(shortMoment('2026-11-20T19:05:00Z', 'UTC', now)).toBe('Nov 20, 7:05 PM');
    expect(shortMoment('2025-11-20T19:05:00Z', 'UTC', now)).toBe('Nov 20, 2025, 7:05 PM');
    expect(moment('nonsense', 'UTC')).toBe('–');
  });
  test('days do not move with the zone of the machine', () => {
    expect(day('2026-03-01')).toBe('Mar 1, 2026');
    expect(dayRange('2026-11-01', '2026-11-20')).toBe('Nov 1 – Nov 20, 2026');
    expect(dayRange('2025-12-30', '2026-01-02')).toBe('Dec 30, 2025 – Jan 2, 2026');
    expect(dayRange('2026-01-02', '2026-01-02')).toBe('Jan 2, 2026');
  });
  test('ago and duration', () => {
    expect(ago('2026-11-20T19:46:50Z', now)).toBe('just now');
    expect(ago('2026-11-20T19:43:00Z', now)).toBe('4 minutes ago');
    expect(ago('2026-11-18T19:43:00Z', now)).toBe('2 days ago');
    expect(duration(12.4)).toBe('12 s');
    expect(duration(200)).toBe('3 min');
    expect(duration(4800)).toBe('1 h 20 min');
    expect(duration(7200)).toBe('2 h');
  });
});

test('zones that are an offset only are named by it', () => {
  const zones = ['Etc/GMT-8', 'Etc/GMT+5', 'Etc/UTC', 'Europe/Berlin'];
  expect(zones.map(zoneName)).toEqual(['UTC+8', 'UTC−5', 'UTC', 'Europe/Berlin']);
});
