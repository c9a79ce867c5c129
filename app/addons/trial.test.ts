import { expect, test } from 'vitest';
import { plainDetails } from '../domain/addons/details';
import type { AddOnView } from './add-on';
import { type Pretended, tryOut } from './trial';

const addOn = (over: Partial<AddOnView>): AddOnView => ({
  ...plainDetails,
  ...{
    id: '1',
    title: 'Care',
    kind: 'warranty',
    state: 'active',
    description: '',
    terms: '',
    price: '5.00',
    currency: 'USD',
  },
  targets: { all: true, productIds: [], collectionIds: [] },
  publication: {
    ...{ state: 'published', error: null, platformProductId: '90', platformVariantId: '91', livePrice: '5.00' },
    ...{ publishedAt: null, ladder: null, variants: [{ platformVariantId: '91', price: '5.00' }] },
  },
  ...{ createdAt: '', updatedAt: '' },
  ...over,
});
const mug = {
  ...{
    platformProductId: '7',
    title: 'Mug',
    vendor: 'Kiln',
    productType: 'Mug',
    tags: ['Fragile'],
    collectionIds: ['c'],
  },
  variants: [
    { platformVariantId: '71', title: 'Small', price: '20.00' },
    { platformVariantId: '72', title: 'Large', price: '48.00' },
  ],
};
const nobody: Pretended = {
  ...{ variantId: '71', quantity: '1', cartValue: '0', market: '', country: '', language: '' },
  customerTags: [],
};
const now = new Date('2026-11-29T12:00:00Z');
const only = (over: Partial<AddOnView>, pretended: Partial<Pretended> = {}) =>
  tryOut([addOn(over)], mug, { ...nobody, ...pretended }, now)[0];

test('an offer says its price and why it is made', () => {
  expect(only({})).toEqual({
    ...{ id: '1', title: 'Care', isOffered: true, price: '5.00' },
    reasons: ['The product is one of its products.'],
  });
});

test('each condition is named with what came of it', () => {
  const conditions: AddOnView['conditions'] = {
    match: 'all',
    groups: [
      {
        match: 'any',
        rules: [
          { field: 'tag', is: 'any_of', values: ['glass', 'fragile'] },
          { field: 'price', is: 'between', min: '30', max: null },
        ],
      },
    ],
    exclude: [{ field: 'country', is: 'any_of', values: ['US'] }],
  };
  expect(only({ conditions }, { country: 'us' })).toMatchObject({
    isOffered: false,
    reasons: [
      'The product is one of its products.',
      'Group 1: tag is glass or fragile holds.',
      'Group 1: price from 30 does not hold.',
      'Excluded: country is US.',
    ],
  });
  expect(only({ conditions }, { country: 'DE' })?.isOffered).toBe(true);
});

test('the price is the rung that would be charged, for the variant that is chosen', () => {
  const pricing = { kind: 'percentage' as const, percent: '10', min: null, max: null, step: null };
  const variants = [
    { platformVariantId: 'a', price: '2.00' },
    { platformVariantId: 'b', price: '4.75' },
  ];
  const publication = { ...addOn({}).publication, variants };
  expect(only({ pricing, publication })?.price).toBe('2.00');
  expect(only({ pricing, publication }, { variantId: '72' })?.price).toBe('4.75');
});

test.each([
  ['It is a draft.', { state: 'draft' as const }],
  ['Its time has not come yet.', { startsAt: '2026-12-01T00:00:00.000Z' }],
  ['Its time is over.', { endsAt: '2026-11-29T12:00:00.000Z' }],
  ['The product is not one of its products.', { targets: { all: false, productIds: ['8'], collectionIds: [] } }],
])('%s', (reason, over) => {
  expect(only(over)).toMatchObject({ isOffered: false, reasons: expect.arrayContaining([reason]) });
});

test('a fallback steps back for any other offer', () => {
  const both = tryOut([addOn({ fallback: true }), addOn({ id: '2' })], mug, nobody, now);
  expect(both.map((one) => one.isOffered)).toEqual([false, true]);
  expect(both[0]?.reasons[0]).toContain('fallback');
  expect(only({ fallback: true })?.isOffered).toBe(true);
});
