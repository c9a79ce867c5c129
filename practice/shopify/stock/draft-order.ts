import type { Chance } from '../../chance';
import { randomUUIDFrom } from '../../random-uuid';
import { type CodeDiscount, moneyBag, type PricedLine, priceOrder } from '../storefront/price-order';
import type { MarketInfo, StoreInfo } from '../world';
import type { Person } from './people';

export type SoldVariant = { id: string; price: string; requiresShipping: boolean; weight: number };
export type SoldAddOn = { variantId: string; addOnId: string; price: string };

export type Draft = {
  input: Record<string, unknown>;
  kind: 'paid' | 'cash' | 'authorized' | 'automatic' | 'unpaid';
  test: boolean;
  /** the variant of the add-on line, when there is one */
  addOnVariantId: string | null;
};

const CODES: readonly (readonly [CodeDiscount, number])[] = [
  [{ kind: 'percentage', code: 'WELCOME10', percentage: 10 }, 5],
  [{ kind: 'percentage', code: 'SEASON15', percentage: 15 }, 3],
  [{ kind: 'fixed', code: 'MINUS5', amount: '5.00' }, 3],
  [{ kind: 'fixed', code: 'THANKS12', amount: '12.00' }, 1],
  [{ kind: 'shipping', code: 'SHIPFREE' }, 2],
];

/** Makes up one order: what, how many, for whom, how paid. */
export function draftOrder(options: {
  chance: Chance;
  store: StoreInfo;
  market: MarketInfo;
  variants: readonly SoldVariant[];
  addOns: readonly SoldAddOn[];
  /** when it is placed, ISO 8601 */
  at: string;
  person: Person;
  /** null for a guest */
  customerId: string | null | 'new';
}): Draft {
  const { chance, store, market, person, customerId } = options;
  const { lines, addOnVariantId } = draftLines(options);
  const kind = chance.weighted([
    ['paid', 81],
    ['cash', 8],
    ['authorized', 3],
    ['automatic', 6],
    ['unpaid', 2],
  ] as const);
  const discount = kind !== 'automatic' && chance.happens(0.2) ? chance.weighted(CODES) : null;
  const priced = priceOrder(store, market, lines, discount);
  const test = chance.happens(0.012);
  const payment = {
    paid: { kind: 'SALE', status: 'SUCCESS', gateway: chance.pick(['bogus', 'bogus', 'practice_wallet']) },
    cash: { kind: 'SALE', status: 'PENDING', gateway: 'Cash on Delivery (COD)' },
    authorized: { kind: 'AUTHORIZATION', status: 'SUCCESS', gateway: 'bogus' },
    automatic: null,
    unpaid: null,
  }[kind];
  const upsert = {
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    ...(person.phone ? { phone: person.phone } : {}),
  };
  const input = {
    ...priced.input,
    email: customerId === null && chance.happens(0.3) ? null : person.email,
    ...(customerId === 'new' ? { customer: { toUpsert: upsert } } : {}),
    ...(customerId !== null && customerId !== 'new' ? { customer: { toAssociate: { id: customerId } } } : {}),
    shippingAddress: person.address,
    billingAddress: person.address,
    sourceName: chance.happens(0.93) ? 'web' : 'pos',
    buyerAcceptsMarketing: chance.happens(0.35),
    ...(chance.happens(0.05) ? { note: 'Please ring the bell twice.' } : {}),
    ...(chance.happens(0.08) ? { tags: [chance.pick(['vip', 'gift', 'press'])] } : {}),
    test,
    ...(payment
      ? { transactions: [{ ...payment, amountSet: moneyBag(priced.total, store.currency, market.currency), test }] }
      : { financialStatus: 'PENDING' }),
  };
  return { input, kind, test, addOnVariantId };
}

function draftLines(options: {
  chance: Chance;
  store: StoreInfo;
  variants: readonly SoldVariant[];
  addOns: readonly SoldAddOn[];
  at: string;
}): {
  lines: PricedLine[];
  addOnVariantId: string | null;
} {
  const { chance, variants, addOns } = options;
  const count = chance.weighted([
    [1, 58],
    [2, 26],
    [3, 11],
    [4, 5],
  ] as const);
  const weighted = variants.map((variant) => [variant, variant.weight] as const);
  const chosen = new Map<string, SoldVariant>();
  while (chosen.size < Math.min(count, variants.length)) {
    const variant = chance.weighted(weighted);
    chosen.set(variant.id, variant);
  }
  const lines: PricedLine[] = [...chosen.values()].map((variant) => ({
    variantId: variant.id,
    quantity: chance.weighted([
      [1, 82],
      [2, 13],
      [3, 5],
    ] as const),
    price: variant.price,
    taxable: true,
    requiresShipping: variant.requiresShipping,
    properties: chance.happens(0.04) ? { Engraving: chance.pick(['A. S.', 'For you', '2026']) } : {},
  }));
  const [parent, ...others] = lines;
  if (!parent || addOns.length === 0 || !chance.happens(0.25)) return { lines, addOnVariantId: null };
  const addOn = chance.pick(addOns);
  const link = randomUUIDFrom(chance);
  const linked = { ...parent, properties: { ...parent.properties, _tagalong_id: link, _tagalong_v: '2' } };
  const child: PricedLine = {
    variantId: addOn.variantId,
    quantity: parent.quantity,
    price: addOn.price,
    taxable: true,
    requiresShipping: false,
    properties: {
      _tagalong_parent: link,
      _tagalong_add_on: addOn.addOnId,
      _tagalong_ticked: options.at,
      _tagalong_price: `${addOn.price} ${options.store.currency}`,
      _tagalong_v: '2',
    },
  };
  return { lines: [linked, child, ...others], addOnVariantId: addOn.variantId };
}
