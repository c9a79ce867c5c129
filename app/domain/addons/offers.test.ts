import { expect, test } from 'vitest';
import { plainDetails } from './details';
import { ladderOf, type Offerable, offerBytes, offersDocument } from './offers';

const addOn: Offerable = {
  id: '8c5f6f3e-0000-4000-8000-000000000001',
  kind: 'gift_wrap',
  title: 'Gift wrap',
  description: 'Paper and ribbon',
  terms: 'Made by hand.',
  price: '4.5',
  currency: 'USD',
  targets: { all: false, productIds: ['9007199254740993'], collectionIds: ['7'] },
  state: 'active',
  publication: { platformProductId: '11', variants: [{ platformVariantId: '9007199254740995', price: '4.5' }] },
  ...plainDetails,
};

test('one offer has every word the widget needs, ids as text and the price with its digits', () => {
  expect(offersDocument([addOn])).toEqual({
    v: 2,
    offers: [
      {
        id: addOn.id,
        kind: 'gift_wrap',
        title: 'Gift wrap',
        description: 'Paper and ribbon',
        terms: 'Made by hand.',
        productId: '11',
        variantId: '9007199254740995',
        price: '4.50',
        currency: 'USD',
        all: false,
        productIds: ['9007199254740993'],
        collectionIds: ['7'],
      },
    ],
  });
});

test('drafts, archived add-ons and those without a product are not offered', () => {
  const others: Offerable[] = [
    { ...addOn, state: 'draft' },
    { ...addOn, state: 'archived' },
    { ...addOn, publication: null },
  ];
  expect(offersDocument(others)).toEqual({ v: 2, offers: [] });
});

test('currencies keep their own digits', () => {
  const [yen, dinar] = offersDocument([
    { ...addOn, publication: soldAt('500'), currency: 'JPY' },
    { ...addOn, publication: soldAt('1.5'), currency: 'KWD' },
  ]).offers;
  expect([yen?.price, dinar?.price]).toEqual(['500', '1.500']);
});

test('the weight of offers counts bytes, not letters, and never less than what is written', () => {
  const written = new TextEncoder().encode(JSON.stringify(offersDocument([addOn]))).length;
  expect(offerBytes([addOn])).toBeGreaterThanOrEqual(written);
  expect(offerBytes([{ ...addOn, publication: null, state: 'draft' }])).toBe(offerBytes([addOn]));
  expect(offerBytes([{ ...addOn, title: 'ü'.repeat(10) }]) - offerBytes([{ ...addOn, title: '' }])).toBe(20);
});

function soldAt(...prices: string[]): NonNullable<Offerable['publication']> {
  return { platformProductId: '11', variants: prices.map((price, i) => ({ platformVariantId: `${i + 1}`, price })) };
}

test('what an add-on does not use is left out, and what it uses is written in the words of the page', () => {
  const rich: Offerable = {
    ...addOn,
    publication: soldAt('1.00', '2.50'),
    badge: 'Popular',
    quantity: { kind: 'per_order' },
    pricing: { kind: 'percentage', percent: '12.5', min: '1', max: null, step: '0.5' },
    conditions: {
      match: 'any',
      groups: [
        {
          match: 'all',
          rules: [
            { field: 'tag', is: 'none_of', values: ['Sale', 'A|B'] },
            { field: 'quantity', is: 'between', min: '2', max: null },
            { field: 'price', is: 'between', min: '9.999', max: '20' },
          ],
        },
      ],
      exclude: [],
    },
    fallback: true,
    startsAt: '2026-12-01T00:00:00.000Z',
  };
  const [offer] = offersDocument([rich]).offers;
  expect(offer).toMatchObject({
    variantId: '1',
    price: '1.00',
    badge: 'Popular',
    quantity: 'order',
    pricing: { milli: 12_500, min: 100, max: 0, step: 50 },
    conditions: {
      any: true,
      groups: [
        {
          rules: [
            { f: 'tag', v: '|sale|a b|', not: true },
            { f: 'quantity', min: 2 },
            { f: 'price', min: 1000, max: 2000 },
          ],
        },
      ],
      exclude: [],
    },
    steps: [1, 2],
    varies: true,
    fallback: true,
    from: 1_796_083_200,
  });
  expect(Object.keys(offer ?? {})).not.toContain('until');
  expect(ladderOf(rich)).toEqual([
    ['1', 100],
    ['2', 250],
  ]);
  expect(ladderOf(addOn)).toBeNull();
});

test('a price that is tried is sold beside the own one, and is no offer before it is sold', () => {
  const tried = { id: 'e', control: 0.5, price: '4.00' };
  const own = { ...addOn, price: '9.00', publication: soldAt('4.00', '9.00'), tried };
  expect(offersDocument([own]).offers[0]).toMatchObject({
    variantId: '2',
    price: '9.00',
    tried: { id: 'e', control: 0.5, variantId: '1', price: '4.00' },
  });
  const notYet = { ...own, publication: soldAt('9.00') };
  expect(offersDocument([notYet]).offers[0]).toMatchObject({ variantId: '1', price: '9.00' });
  expect(offersDocument([notYet]).offers[0]).not.toHaveProperty('tried');
  expect(offersDocument([own], { id: 'h', control: 0.05 }).holdout).toEqual({ id: 'h', control: 0.05 });
});
