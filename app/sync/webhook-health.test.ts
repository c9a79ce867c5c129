import { expect, test } from 'vitest';
import { type MissedView, type TopicHealth, verdictOf } from './webhook-health';

const now = new Date('2026-11-28T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const topic = (lastAt: Date | null): TopicHealth => ({
  ...{ topic: 'orders/updated', received: 1, late: 0, averageDelaySeconds: 1, longestDelaySeconds: 1 },
  ...{ disordered: 0, duplicated: 0, missed: 0, lost: 0, lastAt },
});
const missed = (changed: number, found: number, arrived: number | null = null): MissedView => ({
  ...{ platformOrderId: '1', orderNumber: '#1', topic: 'orders/updated' },
  ...{ changedAt: hoursAgo(changed), foundAt: hoursAgo(found), arrivedAt: arrived === null ? null : hoursAgo(arrived) },
});

test('how the platform’s messages arrive, in one word', () => {
  expect(verdictOf([], [], now)).toBe('none');
  expect(verdictOf([topic(hoursAgo(1))], [], now)).toBe('good');
  expect(verdictOf([topic(hoursAgo(1))], [missed(3, 2)], now), 'others came since').toBe('losing');
  expect(verdictOf([topic(hoursAgo(4))], [missed(3, 2)], now), 'nothing came since').toBe('silent');
  expect(verdictOf([], [missed(3, 2)], now)).toBe('silent');
  expect(verdictOf([topic(hoursAgo(1))], [missed(30, 25)], now), 'more than a day ago').toBe('good');
  expect(verdictOf([topic(hoursAgo(1))], [missed(3, 2, 1)], now), 'it came after all').toBe('good');
});
