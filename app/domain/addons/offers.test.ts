import { expect, test } from 'vitest';
import { type Offerable, offerBytes, offersDocument } from './offers';

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
  publication: { platformProductId: '11', platformVariantId: '9007199254740995' },
};

test('one offer has every word the widget needs, ids as text and the price with its digits', () => {
  expect(offersDocument([addOn])).toEqual({
    v: 1,
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
  expect(offersDocument(others)).toEqual({ v: 1, offers: [] });
});

test('currencies keep their own digits', () => {
  const [yen, dinar] = offersDocument([
    { ...addOn, price: '500', currency: 'JPY' },
    { ...addOn, price: '1.5', currency: 'KWD' },
  ]).offers;
  expect([yen?.price, dinar?.price]).toEqual(['500', '1.500']);
});

test('the weight of offers counts bytes, not letters, and never less than what is written', () => {
  const written = new TextEncoder().encode(JSON.stringify(offersDocument([addOn]))).length;
  expect(offerBytes([addOn])).toBeGreaterThanOrEqual(written);
  expect(offerBytes([{ ...addOn, publication: null, state: 'draft' }])).toBe(offerBytes([addOn]));
  expect(offerBytes([{ ...addOn, title: 'ü'.repeat(10) }]) - offerBytes([{ ...addOn, title: '' }])).toBe(20);
});
