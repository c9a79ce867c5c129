import { expect, test } from 'vitest';
import { plainDetails } from '../domain/addons/details';
import { warningsOf } from './warnings';

const addOn = {
  ...{ id: '1', title: 'Care', kind: 'warranty' as const, state: 'active' as const },
  ...plainDetails,
  targets: { all: true, productIds: [], collectionIds: [] },
  publication: {
    ...{ state: 'published' as const, error: null, platformProductId: null, platformVariantId: null, variants: [] },
    ...{ livePrice: null, publishedAt: null, ladder: null },
  },
};
const mug = {
  ...{ platformProductId: null, platformVariantId: null, price: '20', productType: 'Mug' },
  vendor: null,
  tags: ['new'],
};

const shopify = { title: 'Shopify', unknownToPage: [] };

test('two plans for the same products are told, two gift wraps are not', () => {
  const other = { ...addOn, id: '2', title: 'More care' };
  expect(warningsOf(addOn, [addOn, other], [mug], shopify)).toEqual([
    expect.stringContaining('“More care” may be offered'),
  ]);
  expect(warningsOf({ ...addOn, kind: 'gift_wrap' }, [{ ...other, kind: 'gift_wrap' }], [mug], shopify)).toEqual([]);
  expect(warningsOf(addOn, [{ ...other, state: 'draft' }], [mug], shopify)).toEqual([]);
});

test('conditions that no product meets are told, once there are products', () => {
  const picky = {
    ...addOn,
    conditions: {
      match: 'all' as const,
      groups: [{ match: 'all' as const, rules: [{ field: 'type' as const, is: 'any_of' as const, values: ['Lamp'] }] }],
      exclude: [],
    },
  };
  expect(warningsOf(picky, [], [mug], shopify)).toEqual([expect.stringContaining('None of your products')]);
  expect(warningsOf(picky, [], [], shopify)).toEqual([]);
  expect(warningsOf(picky, [], [{ ...mug, productType: 'lamp' }], shopify)).toEqual([]);
});

test('the error that is left of a ladder is told with its size', () => {
  const ladder = { wanted: 9000, rungs: 2048, worstError: 0.0021, at: '2026-11-29T00:00:00Z' };
  const share = { kind: 'percentage' as const, percent: '10', min: null, max: null, step: null };
  const told = warningsOf(
    { ...addOn, pricing: share, publication: { ...addOn.publication, ladder } },
    [],
    [mug],
    shopify,
  );
  expect(told).toEqual([expect.stringContaining('0.21 % at most')]);
});

test('a condition that the storefront cannot judge is told, wherever it stands', () => {
  const here = { title: 'Shoplazza', unknownToPage: ['market', 'customer_tag'] as const };
  const wholesale = { field: 'customer_tag' as const, is: 'any_of' as const, values: ['wholesale'] };
  const kept = { ...addOn, conditions: { ...addOn.conditions, exclude: [wholesale] } };
  const asked = {
    ...addOn,
    conditions: { ...addOn.conditions, groups: [{ match: 'all' as const, rules: [wholesale] }] },
  };
  for (const one of [kept, asked]) {
    expect(warningsOf(one, [], [], here)).toEqual([
      expect.stringContaining('cannot judge a condition on a customer tag'),
    ]);
    expect(warningsOf(one, [], [], shopify)).toEqual([]);
  }
});
