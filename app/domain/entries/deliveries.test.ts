import { expect, test } from 'vitest';
import { type Arrival, lateAfterMs, sumDeliveries } from './deliveries';

const at = (text: string) => new Date(`2026-11-${text}Z`);
const came = (topic: string, received: string, triggered: string | null, disordered = false): Arrival => ({
  ...{ topic, disordered, receivedAt: at(received), triggeredAt: triggered === null ? null : at(triggered) },
});

test('arrivals are summed by topic and day, in one order', () => {
  expect(
    sumDeliveries([
      came('orders/updated', '02T00:00:10', '01T23:59:50'),
      came('orders/create', '01T10:00:02', '01T10:00:00'),
      came('orders/create', '01T10:05:00', '01T10:00:00', true),
      came('orders/create', '01T10:01:00', null),
      came('orders/create', '01T10:04:00', '01T10:04:03'),
    ]),
  ).toEqual([
    {
      ...{ topic: 'orders/create', day: '2026-11-01', received: 4, late: 1, delayMs: 302_000, longestMs: 300_000 },
      ...{ disordered: 1, lastAt: at('01T10:05:00') },
    },
    {
      ...{ topic: 'orders/updated', day: '2026-11-02', received: 1, late: 0, delayMs: 20_000, longestMs: 20_000 },
      ...{ disordered: 0, lastAt: at('02T00:00:10') },
    },
  ]);
  expect(sumDeliveries([])).toEqual([]);
});

test('late is what took longer than a minute', () => {
  const late = (ms: number) => {
    const receivedAt = new Date(1e12);
    const one = { topic: 't', receivedAt, triggeredAt: new Date(1e12 - ms), disordered: false };
    return sumDeliveries([one])[0]?.late;
  };
  expect([late(lateAfterMs), late(lateAfterMs + 1)]).toEqual([0, 1]);
});
