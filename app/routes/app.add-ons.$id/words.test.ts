import { expect, test } from 'vitest';
import { addOnKinds } from '~/addons/add-on';
import { blank, kindNames, sameValues, targetWords } from './words';

test('every kind has a name', () => {
  expect(Object.keys(kindNames)).toEqual([...addOnKinds]);
});

test('targets in words', () => {
  expect(targetWords({ all: true, productIds: ['1'], collectionIds: [] })).toBe('All products');
  expect(targetWords({ all: false, productIds: ['1', '2'], collectionIds: ['3'] })).toBe('2 products, 1 collection');
  expect(targetWords({ all: false, productIds: [], collectionIds: [] })).toBe('No products chosen');
});

test('only what would be saved differently counts as a change', () => {
  expect(sameValues(blank, { ...blank, title: '  ' })).toBe(true);
  expect(sameValues(blank, { ...blank, targets: { all: true, productIds: ['1'], collectionIds: [] } })).toBe(true);
  expect(sameValues(blank, { ...blank, price: '4' })).toBe(false);
  expect(sameValues(blank, { ...blank, targets: { all: false, productIds: ['1'], collectionIds: [] } })).toBe(false);
});
