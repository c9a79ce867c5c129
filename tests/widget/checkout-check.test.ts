import { describe, expect, test } from 'vitest';
import { checkoutRules } from '../../app/domain/addons/checkout-rules';
import { plainDetails } from '../../app/domain/addons/details';
import type { Offerable } from '../../app/domain/addons/offers';
import { type Pricing, priceBeside } from '../../app/domain/addons/pricing';
import { run } from '../../extensions/tagalong-checkout-check/src/run.js';
import { randomOf } from '../setup/random';

/** The Function on inputs of the shape that its query asks for. */
type Line = ReturnType<typeof product>;
const product = (id: string, price: string, more: object = {}) => ({
  id: `gid://shopify/CartLine/${id}`,
  quantity: 1,
  cost: { amountPerQuantity: { amount: price } },
  parentRelationship: null as { parent: { id: string } } | null,
  link: null as { value: string } | null,
  parentLink: null as { value: string } | null,
  merchandise: {
    __typename: 'ProductVariant',
    product: { id: 'gid://shopify/Product/1', productType: 'Lamp' },
  },
  ...more,
});
const addOn = (id: string, price: string, more: object = {}) =>
  product(id, price, {
    merchandise: {
      __typename: 'ProductVariant',
      product: { id: 'gid://shopify/Product/900', productType: 'Tagalong add-on' },
    },
    ...more,
  });
const under = (parent: Line) => ({ parentRelationship: { parent: { id: parent.id } } });

function sold(more: Partial<Offerable> = {}): Offerable {
  return {
    ...plainDetails,
    ...{ id: 'a', kind: 'warranty', title: 'Care', description: '', terms: '', price: '5.00', currency: 'USD' },
    targets: { all: true, productIds: [], collectionIds: [] },
    state: 'active',
    publication: { platformProductId: '900', variants: [] },
    ...more,
  };
}

function check(lines: Line[], rules: object | null = checkoutRules([sold()]), rate = '1.0'): string[] {
  const { operations } = run({
    presentmentCurrencyRate: rate,
    cart: { lines },
    validation: rules ? { metafield: { jsonValue: rules } } : { metafield: null },
  });
  return operations.flatMap(({ validationAdd: { errors } }) =>
    errors.map(({ message, target }) => `${target} ${message}`),
  );
}

describe('the checkout check', () => {
  const lamp = product('1', '100.00', { link: { value: 'x' } });
  const orphaned = ['$.cart An add-on in your cart has lost its product. Remove it to go on.'];

  test('products alone, and add-ons with their product, pass', () => {
    expect(check([lamp])).toEqual([]);
    expect(check([lamp, addOn('2', '5.00', under(lamp))])).toEqual([]);
    expect(check([lamp, addOn('2', '5.00', { parentLink: { value: 'x' } })])).toEqual([]);
  });
  test('an add-on without its product is refused, once for all of them, with or without rules', () => {
    const alone = addOn('2', '5.00', { parentLink: { value: 'gone' } });
    expect(check([alone, addOn('3', '5.00')])).toEqual(orphaned);
    expect(check([lamp, alone])).toEqual(orphaned);
    expect(check([lamp, alone], null)).toEqual(orphaned);
  });
  test('an add-on is no product for another add-on', () => {
    const first = addOn('2', '5.00', { ...under(lamp), link: { value: 'y' } });
    expect(check([lamp, first, addOn('3', '5.00', under(first))])).toEqual(orphaned);
  });
  test('one that belongs to the order needs any product, not none', () => {
    const rules = checkoutRules([sold({ quantity: { kind: 'per_order' } })]);
    expect(check([lamp, addOn('2', '5.00')], rules)).toEqual([]);
    expect(check([addOn('2', '5.00')], rules)).toEqual(orphaned);
  });
  test('a price that does not fit the product is refused; in another currency it is not looked at', () => {
    const rules = checkoutRules([
      sold({ pricing: { kind: 'percentage', percent: '10', min: null, max: null, step: null } }),
    ]);
    expect(check([lamp, addOn('2', '10.00', under(lamp))], rules)).toEqual([]);
    expect(check([lamp, addOn('2', '1.00', under(lamp))], rules)[0]).toContain('does not fit its product');
    expect(check([lamp, addOn('2', '1.00', under(lamp))], rules, '0.92')).toEqual([]);
  });
  test('what it does not understand passes', () => {
    const custom = { ...lamp, merchandise: { __typename: 'CustomProduct' } };
    expect(check([custom as unknown as Line])).toEqual([]);
  });
});

test('over random prices and rules it wants what the app wants', () => {
  const random = randomOf(77);
  const below = (most: number) => Math.floor(random() * most);
  const money = (cents: number) => (cents / 100).toFixed(2);
  let compared = 0;
  for (let round = 0; round < 20_000; round++) {
    const pricing: Pricing =
      random() < 0.3
        ? {
            kind: 'tiers',
            tiers: [
              { upTo: money(5000), price: money(1 + below(900)) },
              { upTo: null, price: money(900 + below(900)) },
            ],
          }
        : {
            kind: 'percentage',
            percent: String(1 + below(400) / 10),
            min: random() < 0.5 ? money(1 + below(400)) : null,
            max: random() < 0.5 ? money(500 + below(4000)) : null,
            step: random() < 0.4 ? money([5, 10, 50, 100][below(4)] ?? 5) : null,
          };
    const price = money(1 + below(60_000));
    const wanted = priceBeside(pricing, '5.00', price, 'USD');
    if (wanted === null) continue;
    const parent = product('1', price);
    const rules = checkoutRules([sold({ pricing })]);
    const off = money(Math.round(Number(wanted) * 100) + 2);
    expect(check([parent, addOn('2', wanted, under(parent))], rules), JSON.stringify({ pricing, price })).toEqual([]);
    expect(check([parent, addOn('2', off, under(parent))], rules)).toHaveLength(1);
    compared += 1;
  }
  process.stdout.write(`the checkout check: ${compared} prices, 0 differ\n`);
  expect(compared).toBeGreaterThan(15_000);
});
