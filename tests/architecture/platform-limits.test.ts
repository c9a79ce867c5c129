import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { schemaFile } from '../../scripts/generate/operations';

/** What we do not do because the platform has no word for it. When it has one, the decision that is named must be made anew. */
type Type = { name: string; inputFields: { name: string }[] | null };

async function fieldsOf(...names: string[]): Promise<string[]> {
  const { data } = JSON.parse(gunzipSync(await readFile(schemaFile)).toString('utf8')) as {
    data: { __schema: { types: Type[] } };
  };
  return names.flatMap((name) => {
    const type = data.__schema.types.find((one) => one.name === name);
    if (!type?.inputFields) throw new Error(`the schema has no input ${name}`);
    return type.inputFields.map((field) => `${name}.${field.name}`);
  });
}

test('no product or variant can be kept out of discounts (docs/decisions/0034)', async () => {
  const fields = await fieldsOf(
    'ProductSetInput',
    'ProductVariantSetInput',
    'ProductUpdateInput',
    'InventoryItemInput',
  );
  expect(fields.length).toBeGreaterThan(40);
  expect(fields.filter((one) => /discount|promotion|exclu/i.test(one))).toEqual([]);
});

test('a discount is aimed at all items, at collections or at products, and a minimum counts the whole cart', async () => {
  expect(await fieldsOf('DiscountItemsInput')).toEqual(
    ['all', 'collections', 'products'].map((one) => `DiscountItemsInput.${one}`),
  );
  expect(await fieldsOf('DiscountMinimumRequirementInput', 'DiscountMinimumSubtotalInput')).toEqual([
    'DiscountMinimumRequirementInput.quantity',
    'DiscountMinimumRequirementInput.subtotal',
    'DiscountMinimumSubtotalInput.greaterThanOrEqualToSubtotal',
  ]);
});
