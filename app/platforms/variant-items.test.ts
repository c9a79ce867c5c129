import { expect, test } from 'vitest';
import { productsOfVariants, variantItems } from './variant-items';

test('a variant is named after its product, and those of a few products are an answer', () => {
  const variants = [
    { id: '1', title: 'Red' },
    { id: '2', title: null },
  ];
  const [red, plain] = variantItems([{ title: 'Lamp', variants }]);
  expect([red, plain]).toEqual([
    { id: '1', title: 'Lamp – Red', imageUrl: null },
    { id: '2', title: 'Lamp', imageUrl: null },
  ]);
  expect(variantItems(Array.from({ length: 9 }, () => ({ title: 'Lamp', variants })))).toHaveLength(
    productsOfVariants * 2,
  );
});
