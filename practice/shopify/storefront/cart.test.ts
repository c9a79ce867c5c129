import { describe, expect, test } from 'vitest';
import { addToCart, type Cart, changeLine, emptyCart, findLine, type Wanted } from './cart';

const wanted = (variantId: string, more: Partial<Wanted> = {}): Wanted => ({
  variantId,
  quantity: 1,
  properties: {},
  parentId: null,
  parentLineKey: null,
  ...more,
});

function added(cart: Cart, ...items: Wanted[]): Cart {
  const result = addToCart(cart, items);
  if (result.outcome !== 'added') throw new Error(result.message);
  return result.cart;
}

describe('the cart', () => {
  test('equal lines merge, lines with other properties stand apart, new ones come first', () => {
    let cart = added(emptyCart('t'), wanted('1'), wanted('2'));
    cart = added(cart, wanted('1', { quantity: 2 }));
    cart = added(cart, wanted('1', { properties: { Engraving: 'A' } }));
    expect(cart.lines.map((line) => [line.variantId, line.quantity])).toEqual([
      ['1', 1],
      ['2', 1],
      ['1', 3],
    ]);
  });

  test('a nested line follows its parent and leaves with it', () => {
    let cart = added(emptyCart('t'), wanted('1'), wanted('9', { parentId: '1' }));
    cart = added(cart, wanted('2'));
    expect(cart.lines.map((line) => line.variantId)).toEqual(['2', '1', '9']);
    const parent = findLine(cart, { id: '1' });
    expect(findLine(cart, { id: '9' })?.parentKey).toBe(parent?.key);
    expect(changeLine(cart, parent?.key ?? '', 0).lines.map((line) => line.variantId)).toEqual(['2']);
    expect(changeLine(cart, cart.lines[2]?.key ?? '', 0).lines.map((line) => line.variantId)).toEqual(['2', '1']);
  });

  test('parent_id names only what the same request adds; parent_line_key names what lies there', () => {
    const cart = added(emptyCart('t'), wanted('1'));
    const refused = addToCart(cart, [wanted('9', { parentId: '1' })]);
    expect(refused).toEqual({
      outcome: 'no-parent',
      message: 'Parent line does not match any existing or added lines',
    });
    const nested = added(cart, wanted('9', { parentLineKey: cart.lines[0]?.key ?? '' }));
    expect(nested.lines.map((line) => line.parentKey)).toEqual([null, cart.lines[0]?.key]);
  });

  test('nothing nests under itself, nor a level deeper', () => {
    const cart = added(emptyCart('t'), wanted('1'), wanted('9', { parentId: '1' }));
    expect(addToCart(cart, [wanted('1', { parentLineKey: cart.lines[0]?.key ?? '' })]).outcome).toBe('no-parent');
    expect(addToCart(cart, [wanted('8', { parentLineKey: cart.lines[1]?.key ?? '' })]).outcome).toBe('no-parent');
  });

  test('new properties give a line a new key, and its children follow', () => {
    const cart = added(emptyCart('t'), wanted('1'), wanted('9', { parentId: '1' }));
    const changed = changeLine(cart, cart.lines[0]?.key ?? '', 3, { Note: 'x' });
    expect(changed.lines[0]?.key).not.toBe(cart.lines[0]?.key);
    expect(changed.lines[1]?.parentKey).toBe(changed.lines[0]?.key);
    expect(changed.lines[0]?.quantity).toBe(3);
  });
});
