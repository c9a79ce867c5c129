import type { Address } from '../domain/orders/order-parts';

export type PlainAddress = Omit<Address, 'kind'>;

/** The addresses of an order that are there, each with what it is for. */
export function addressesOf(of: Record<Address['kind'], PlainAddress | null>): Address[] {
  return (['billing', 'shipping', 'default'] as const).flatMap((kind) => {
    const one = of[kind];
    return one ? [{ kind, ...one }] : [];
  });
}
