import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { plainDetails } from '../../app/domain/addons/details';
import { nearestRung } from '../../app/domain/addons/ladder';
import type { Offerable } from '../../app/domain/addons/offers';
import { priceRuleOf } from '../../app/domain/addons/price-rule';
import { type Pricing, priceBeside, toMinor } from '../../app/domain/addons/pricing';
import { randomOf } from '../setup/random';

/** The price function as the platform runs it: the script that is uploaded, a cart as bytes on 0, its answer on 1. */
const script = readFileSync('extensions/tagalong-shoplazza-prices/src/function.js', 'utf8');
type Update = { id: string; price: { adjustment_fixed_price: string } };

function run(input: unknown): Update[] {
  const given = new TextEncoder().encode(JSON.stringify(input));
  let at = 0;
  let answer = '';
  const IO = {
    // Bytes come in pieces, as from a pipe.
    readSync: (_: number, into: Uint8Array) => {
      const part = given.subarray(at, at + Math.min(into.length, 700));
      into.set(part);
      at += part.length;
      return part.length;
    },
    writeSync: (_: number, bytes: Uint8Array) => {
      answer += Buffer.from(bytes).toString('utf8');
    },
  };
  vm.runInNewContext(script, { Javy: { IO }, TextDecoder, TextEncoder, Uint8Array });
  const { operation, operations } = JSON.parse(answer);
  expect(operations).toEqual(operation);
  return operation.update;
}

const tenPercent: Pricing = { kind: 'percentage', percent: '10', min: null, max: null, step: null };
const sold = (pricing: Pricing, prices: string[]): Offerable => ({
  ...plainDetails,
  ...{ id: 'a', kind: 'warranty', title: 'Care', description: '', terms: '', price: '5.00', currency: 'USD', pricing },
  targets: { all: true, productIds: [], collectionIds: [] },
  state: 'active',
  publication: {
    platformProductId: 'care',
    variants: prices.map((price) => ({ platformVariantId: `v${price}`, price })),
  },
});
const line = (id: string, price: string, own: object, metafields: object[] = []) => ({
  ...{ id, quantity: 1, properties: JSON.stringify(own) },
  product: { product_id: id, variant_id: `v${price}`, price, title: id, metafields },
});
const ruled = (rule: unknown) => [{ namespace: 'tagalong', key: 'price', value: JSON.stringify(rule) }];
const care = ruled(priceRuleOf(sold(tenPercent, ['2.00', '10.00', '20.00'])));
const cart = (...lines: object[]) => ({ cart: { line_items: lines } });
const lamp = line('lamp', '100.00', { _tagalong_id: 'x' });
const to = (id: string, price: string) => [{ id, price: { adjustment_fixed_price: price } }];

describe('the price function', () => {
  test('a variant that fits is left; another one is charged as the one that fits', () => {
    expect(run(cart(lamp, line('care', '10.00', { _tagalong_parent: 'x' }, care)))).toEqual([]);
    expect(run(cart(lamp, line('care', '2.00', { _tagalong_parent: 'x' }, care)))).toEqual(to('care', '10.00'));
    expect(run(cart(lamp, line('care', '20.00', { _tagalong_parent: 'x' }, care)))).toEqual(to('care', '10.00'));
  });
  test('no price is taken from what a shopper can write', () => {
    const own = { _tagalong_parent: 'x', _tagalong_price: '$0.01', price: '0.01', adjustment_fixed_price: '0.01' };
    expect(run(cart(lamp, line('care', '2.00', own, care)))).toEqual(to('care', '10.00'));
    // A line that calls itself the product of an add-on is one only if it is none of the add-ons.
    const cheap = line('other', '2.00', { _tagalong_id: 'y' }, care);
    expect(run(cart(lamp, cheap, line('care', '2.00', { _tagalong_parent: 'y' }, care)))).toEqual([]);
  });
  test('without its product, in another currency, at the merchant’s own price: not ours to say', () => {
    expect(run(cart(line('care', '2.00', { _tagalong_parent: 'gone' }, care)))).toEqual([]);
    expect(run(cart(lamp, line('care', '2.00', {}, care)))).toEqual([]);
    const converted = line('care', '1.84', { _tagalong_parent: 'x' }, care);
    converted.product.variant_id = 'v2.00';
    expect(run(cart(lamp, converted))).toEqual([]);
  });
  test('what it does not understand is left alone', () => {
    for (const input of [null, {}, { cart: {} }, cart({ id: '1' }, { id: '2', properties: '{', product: null })])
      expect(run(input)).toEqual([]);
    const odd = (value: unknown) =>
      line('care', '2.00', { _tagalong_parent: 'x' }, [{ namespace: 'tagalong', key: 'price', value }]);
    for (const value of ['{', '{}', 'null', '7']) expect(run(cart(lamp, odd(value)))).toEqual([]);
  });
  test('a rule as an object, properties as pairs', () => {
    const addOn = line('care', '2.00', {}, [
      { namespace: 'tagalong', key: 'price', value: JSON.parse(care[0]?.value ?? '') },
    ]);
    addOn.properties = JSON.stringify([{ name: '_tagalong_parent', value: 'x' }]);
    expect(run(cart(lamp, addOn))).toEqual(to('care', '10.00'));
  });
});

test('over random prices and rules it charges the variant that the app would', () => {
  const random = randomOf(31);
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  let changed = 0;
  let compared = 0;
  for (let n = 0; n < 2000; n++) {
    const pricing: Pricing =
      n % 4 === 0
        ? {
            kind: 'tiers',
            tiers: [
              { upTo: `${upTo(60)}`, price: '1.50' },
              { upTo: null, price: '9.99' },
            ],
          }
        : {
            ...{ kind: 'percentage', percent: (upTo(40_000) / 1000).toFixed(3), step: n % 2 ? null : '0.05' },
            ...{ min: n % 3 ? null : '1', max: n % 5 ? null : '12' },
          };
    const prices = [...new Set(Array.from({ length: 1 + upTo(30) }, () => upTo(1500)))].sort((a, b) => a - b);
    const texts = prices.map((one) => (one / 100).toFixed(2));
    const price = (upTo(10_000) / 100).toFixed(2);
    const chosen = texts[upTo(texts.length) - 1] ?? '';
    const wanted = priceBeside(pricing, '1', price, 'USD');
    if (wanted === null) continue;
    const fitting = ((nearestRung(prices, toMinor(wanted, 'USD')) ?? 0) / 100).toFixed(2);
    const product = line('lamp', price, { _tagalong_id: 'x' });
    const addOn = line('care', chosen, { _tagalong_parent: 'x' }, ruled(priceRuleOf(sold(pricing, texts))));
    const expected = fitting === chosen ? [] : to('care', fitting);
    expect(run(cart(addOn, product)), JSON.stringify({ pricing, price, texts, chosen })).toEqual(expected);
    compared++;
    if (expected.length) changed++;
  }
  process.stdout.write(`the price function: ${compared} carts, ${changed} of them put right, 0 differ\n`);
  expect(Math.min(changed, compared - changed)).toBeGreaterThan(100);
});
