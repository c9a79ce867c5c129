import { randomUUID } from 'node:crypto';
import { type Exchange, setCookie } from '../web/exchange';
import type { Room } from './platform';

export type CartLine = {
  id: string;
  productId: string;
  variantId: string;
  title: string;
  price: string;
  quantity: number;
  properties: { name: string; value: string }[];
};

/** Carts by the shopper's cookie, one for each shop; they live as long as the process. */
export function createCarts() {
  const carts = new Map<string, CartLine[]>();
  /** Within its first request a shopper has no cookie yet. */
  const given = new WeakMap<object, string>();
  const keyOf = ({ request, response, cookies }: Exchange, room: Room) => {
    const known = cookies.get('practice_cart') ?? given.get(request);
    const token = known ?? randomUUID();
    if (known === undefined) setCookie(response, 'practice_cart', token);
    given.set(request, token);
    return `${room.domain} ${token}`;
  };
  const of = (exchange: Exchange, room: Room) => carts.get(keyOf(exchange, room)) ?? [];
  return {
    of,
    /** @returns null when the variant cannot be bought */
    add(
      exchange: Exchange,
      room: Room,
      wish: Pick<CartLine, 'variantId' | 'quantity' | 'properties'>,
    ): CartLine | null {
      const found = room.variant(wish.variantId);
      if (!found?.product.published || !(wish.quantity >= 1)) return null;
      const { product, variant } = found;
      const title = product.has_only_default_variant ? product.title : `${product.title} – ${variant.title}`;
      const line = {
        id: `${variant.id}_${randomUUID().slice(0, 8)}`,
        productId: product.id,
        title,
        price: variant.price,
        ...wish,
      };
      const key = keyOf(exchange, room);
      carts.set(key, [...(carts.get(key) ?? []), line]);
      return line;
    },
    /** One line by its id, or, without one, every line of a variant. */
    remove(exchange: Exchange, room: Room, variantId: string, lineId: string | null): void {
      const key = keyOf(exchange, room);
      const stays = (one: CartLine) => (lineId === null ? one.variantId !== variantId : one.id !== lineId);
      carts.set(key, (carts.get(key) ?? []).filter(stays));
    },
    /** What the theme's own cart page does. */
    setQuantity(exchange: Exchange, room: Room, lineId: string, quantity: number): void {
      const key = keyOf(exchange, room);
      const lines = carts.get(key) ?? [];
      const changed = lines.map((one) => (one.id === lineId ? { ...one, quantity } : one));
      carts.set(
        key,
        changed.filter((one) => one.quantity > 0),
      );
    },
    empty: (exchange: Exchange, room: Room) => void carts.delete(keyOf(exchange, room)),
  };
}
