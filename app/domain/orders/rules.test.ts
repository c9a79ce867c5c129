import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histories } from '../../../tests/path/permutations-histories';
import { attribute } from './attribution';
import { contentOf } from './content';
import { normaliseEmail, normalisePhone } from './person';
import { orderVersion } from './version';

const [sample] = fc.sample(histories([]), { numRuns: 1, seed: 1 });
const order = (sample as NonNullable<typeof sample>).final;

describe('versions', () => {
  const at = (updatedAt: string, part = {}) => orderVersion({ ...order, updatedAt, ...part }, 'ffff');
  test('compare by instant, not by how it is written', () => {
    expect(at('2026-03-01T01:00:00+02:00') < at('2026-02-28T23:30:00Z')).toBe(true);
    expect(at('2026-02-28T23:00:00Z')).toBe(at('2026-03-01T01:00:00+02:00'));
    expect(at('2026-02-28T23:00:00Z') < at('2026-02-28T23:00:00.001Z')).toBe(true);
  });
  test('of the same second grow with every step of an order’s life', () => {
    const cancelled = { cancelledAt: '2026-03-01T00:00:00Z' };
    expect(
      orderVersion({ ...order, ...cancelled }, '0000') > orderVersion({ ...order, cancelledAt: null }, 'ffff'),
    ).toBe(true);
  });
  test('differ when contents differ', () => {
    const withHash = (hash: string) => orderVersion(order, hash);
    expect(withHash('aa')).not.toBe(withHash('ab'));
  });
  test('the content’s text knows no order of keys, and every part of the order', () => {
    const turned = Object.fromEntries(Object.entries(order).reverse()) as typeof order;
    expect(contentOf.order(turned)).toBe(contentOf.order(order));
    for (const part of Object.keys(order) as (keyof typeof order)[]) {
      if (typeof order[part] === 'object') continue;
      expect(contentOf.order({ ...order, [part]: 'other' }), part).not.toBe(contentOf.order(order));
    }
    const [line, ...rest] = order.lines;
    const dearer = {
      ...order,
      lines: [{ ...(line as (typeof order.lines)[number]), unitPrice: { shop: '0.01', presentment: '0' } }, ...rest],
    };
    expect(contentOf.order(dearer)).not.toBe(contentOf.order(order));
  });
});

describe('attribution', () => {
  const line = (platformLineId: string, platformVariantId: string | null, mark?: [string, string]) => ({
    platformLineId,
    platformVariantId,
    isGiftCard: false,
    isTip: false,
    properties: mark ? [{ name: mark[0], value: mark[1] }] : [],
  });
  const own = new Map([['own', 'add-on']]);
  test('goes by the app’s own variants, whatever properties say', () => {
    const lines = [line('1', 'v'), line('2', 'v', ['_tagalong_add_on', 'add-on']), line('3', null)];
    expect(attribute(lines, own).size).toBe(0);
  });
  test('finds the parent with the same mark among several', () => {
    const lines = [
      line('1', 'v', ['_tagalong_id', 'a']),
      line('2', 'v', ['_tagalong_id', 'b']),
      line('3', 'own', ['_tagalong_parent', 'b']),
    ];
    expect(attribute(lines, own).get('3')).toEqual({ addOnId: 'add-on', parentPlatformLineId: '2' });
  });
  test('without marks takes the only product line, and never guesses between two', () => {
    expect(attribute([line('1', 'v'), line('2', 'own')], own).get('2')?.parentPlatformLineId).toBe('1');
    expect(
      attribute([line('1', 'v'), line('2', 'v'), line('3', 'own')], own).get('3')?.parentPlatformLineId,
    ).toBeNull();
  });
});

describe('persons', () => {
  test('e-mail addresses compare without case and space', () => {
    expect(normaliseEmail('  Ada@Example.COM ')).toBe('ada@example.com');
    expect(normaliseEmail('   ')).toBeNull();
    expect(normaliseEmail(null)).toBeNull();
  });
  test('phone numbers compare by digits, and keep whether a country was named', () => {
    expect(normalisePhone('+1 (555) 010-0199')).toBe('+15550100199');
    expect(normalisePhone('0049 30 1234')).toBe('+49301234');
    expect(normalisePhone('555-0199')).toBe('5550199');
    expect(normalisePhone('n/a')).toBeNull();
  });
});
