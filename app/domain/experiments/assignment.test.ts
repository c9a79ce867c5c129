import { expect, test } from 'vitest';
import { randomOf } from '../../../tests/setup/random';
import { isTreated, visitorKey, visitorKeyShape } from './assignment';

const id = '3f0a7c52-3f5b-4f0e-9a11-6d2e5f3a9b01';

test('a visitor keeps their part, and shares come out as they were set', () => {
  for (const control of [0.05, 0.5, 0.9]) {
    const visitors = Array.from({ length: 40_000 }, (_, n) => visitorKey(`visitor ${n}`));
    const treated = visitors.filter((visitor) => isTreated(id, visitor, control));
    expect(treated.length / visitors.length).toBeCloseTo(1 - control, 2);
    expect(visitors.filter((visitor) => isTreated(id, visitor, control))).toEqual(treated);
  }
});

test('one experiment says nothing about the next, and more control only moves visitors one way', () => {
  const other = '9b1d3c52-3f5b-4f0e-9a11-6d2e5f3a9b02';
  const visitors = Array.from({ length: 40_000 }, (_, n) => visitorKey(String(n)));
  const both = visitors.filter((visitor) => isTreated(id, visitor, 0.5) && isTreated(other, visitor, 0.5));
  expect(both.length / visitors.length).toBeCloseTo(0.25, 2);
  for (const visitor of visitors) if (isTreated(id, visitor, 0.5)) expect(isTreated(id, visitor, 0.3)).toBe(true);
});

test('keys are 16 hex digits and no two of 200,000 visitors share one', () => {
  const random = randomOf(7);
  const keys = new Set(Array.from({ length: 200_000 }, (_, n) => visitorKey(`${random()}-${n}`)));
  expect(keys.size).toBe(200_000);
  for (const key of [...keys].slice(0, 100)) expect(key).toMatch(visitorKeyShape);
});
