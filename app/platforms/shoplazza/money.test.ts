import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amount, sum } from '../../domain/shared/money';
import { spread } from './money';
import { timeZoneOf } from './time-zone';

const weights = fc.array(
  fc.integer({ min: 0, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
  {
    minLength: 1,
    maxLength: 12,
  },
);

test('parts sum to the whole, none is further than a digit from its share, in currencies of 0, 2 and 3 digits', () => {
  fc.assert(
    fc.property(weights, fc.nat(10_000_000), fc.constantFrom('JPY', 'USD', 'KWD'), (parts, minor, currency) => {
      const digits = { JPY: 0, USD: 2, KWD: 3 }[currency];
      const total = amount(minor).dividedBy(amount(10).pow(digits)).toFixed();
      const shares = spread(total, parts, currency);
      expect(sum(shares).toFixed()).toBe(total);
      const all = sum(parts);
      const unit = amount(1).dividedBy(amount(10).pow(digits));
      for (const [at, share] of shares.entries()) {
        if (all.isZero()) continue;
        const exact = amount(total)
          .times(parts[at] ?? '0')
          .dividedBy(all);
        expect(amount(share).minus(exact).abs().lessThanOrEqualTo(unit)).toBe(true);
      }
    }),
  );
});

test('what is nothing is shared as nothing, and nobody gets no share', () => {
  expect([spread('0', ['1', '2'], 'USD'), spread('5', ['0', '0'], 'USD'), spread('5', [], 'USD')]).toEqual([
    ['0', '0'],
    ['5', '0'],
    [],
  ]);
});

test('offsets become zones that a clock knows', () => {
  const zones = ['+0800', '-0500', '+0530', '+0000', 'UTC+09:00', 'Europe/Berlin', 'nonsense', null].map(timeZoneOf);
  expect(zones).toEqual([
    ...['Etc/GMT-8', 'Etc/GMT+5', 'Asia/Kolkata', 'Etc/UTC', 'Etc/GMT-9', 'Europe/Berlin', 'Etc/UTC', 'Etc/UTC'],
  ]);
  const noon = new Date('2026-06-01T12:00:00Z');
  const hour = (zone: string) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(noon);
  expect([hour('Etc/GMT-8'), hour('Etc/GMT+5')]).toEqual(['20', '07']);
});
