import type { AddOnTargets, Conditions, Facts, Rule } from '../../app/domain/addons/targeting';
import { randomOf } from './random';

/** Made-up carts and offers, the same for the same seed: enough of everything that about half of the offers are made. */
export function someCarts(seed: number): { cart: () => Facts; offer: () => Offered } {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return { cart: () => someFacts(pick, random), offer: () => someOffer(pick, random) };
}

type Offered = { targets: AddOnTargets; conditions: Conditions };
type Pick = <T>(from: readonly T[]) => T;
const everything: AddOnTargets = { all: true, productIds: [], collectionIds: [] };

function someFacts(pick: Pick, random: () => number): Facts {
  const some = (all: string[]) => all.filter(() => random() < 0.5);
  return {
    product: [pick(['1', '2', '3'])],
    variant: [pick(['11', '12', '21'])],
    collection: some(['7', '8', '9']),
    tag: some(['Fragile', 'SALE', 'new']),
    type: [pick(['Mug', 'Lamp'])],
    vendor: [pick(['Kiln', 'Glow'])],
    market: [pick(['eu', 'us'])],
    country: [pick(['DE', 'FR', 'US'])],
    language: [pick(['de', 'en'])],
    customer_tag: some(['VIP', 'staff']),
    price: (random() * 100).toFixed(2),
    cart_value: (random() * 300).toFixed(2),
    quantity: String(1 + Math.floor(random() * 6)),
  };
}

function someOffer(pick: Pick, random: () => number): Offered {
  const rule = (): Rule => {
    const field = pick([
      'tag',
      'type',
      'vendor',
      'country',
      'customer_tag',
      'price',
      'quantity',
      'cart_value',
    ] as const);
    if (field === 'price' || field === 'quantity' || field === 'cart_value') {
      const bound = () => (random() < 0.3 ? null : String(Math.floor(random() * (field === 'quantity' ? 6 : 100))));
      return { field, is: 'between', min: bound(), max: bound() };
    }
    const values = [pick(['fragile', 'mug', 'kiln', 'de', 'vip']), pick(['sale', 'lamp', 'glow', 'us', 'staff'])];
    return { field, is: pick(['any_of', 'none_of'] as const), values: random() < 0.5 ? values : values.slice(0, 1) };
  };
  const rules = (most: number) => Array.from({ length: 1 + Math.floor(random() * most) }, rule);
  return {
    targets: random() < 0.6 ? everything : { all: false, productIds: [pick(['1', '2'])], collectionIds: [pick(['7'])] },
    conditions: {
      match: pick(['all', 'any'] as const),
      groups: Array.from({ length: Math.floor(random() * 3) }, () => ({
        match: pick(['all', 'any'] as const),
        rules: rules(3),
      })),
      exclude: random() < 0.3 ? rules(1) : [],
    },
  };
}
