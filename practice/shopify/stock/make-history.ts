import { type Chance, chanceOf } from '../../chance';
import { numberOf } from '../storefront/shelf';
import type { MarketInfo, StoreInfo, World } from '../world';
import {
  cancel,
  carry,
  discountLine,
  edit,
  onTerms,
  pay,
  type RefundKind,
  type Run,
  refund,
  ship,
  takeBack,
} from './afterlife';
import { type Answer, ask } from './ask';
import { orderTimes } from './calendar';
import { ADD_ON_VARIANTS, CATALOGUE, ORDER_CREATE } from './documents';
import { type Draft, draftOrder, type SoldAddOn, type SoldVariant } from './draft-order';
import { makePerson, type Person } from './people';
import type { StoreSize } from './stock-store';
import { Timeline } from './timeline';

export const ORDERS_BY_SIZE: Readonly<Record<StoreSize, number>> = { small: 600, medium: 3000, large: 20_000 };

export type HistoryOptions = {
  size: StoreSize;
  seed: number;
  /** numeric ids of the app's own variants */
  addOnVariantIds: readonly string[];
  until?: Date;
  /** how many orders, when not what the size says */
  orders?: number;
  days?: number;
};

export type HistoryCounts = Record<
  | 'orders'
  | 'customers'
  | 'guests'
  | 'withAddOn'
  | 'test'
  | 'cashOnDelivery'
  | 'fulfilled'
  | 'refunded'
  | 'cancelled'
  | 'returned'
  | 'edited',
  number
>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Writes eighteen months of orders into the store, through the platform's own mutations, each at its own time and
 * without a webhook: they happened before the app came.
 */
export async function makeHistory(world: World, domain: string, options: HistoryOptions): Promise<HistoryCounts> {
  const store = world.stores().find((one) => one.domain === domain);
  if (!store) throw new Error(`there is no practice store ${domain}`);
  const until = options.until ?? world.clock.now();
  const run: Run = (document, variables) => ask(world, domain, document, variables);
  const chance = chanceOf(options.seed);
  const variants = await soldVariants(run, chance);
  const addOns = await soldAddOns(world, domain, run, options.addOnVariantIds);
  const counts: HistoryCounts = {
    ...{ orders: 0, customers: 0, guests: 0, withAddOn: 0, test: 0, cashOnDelivery: 0 },
    ...{ fulfilled: 0, refunded: 0, cancelled: 0, returned: 0, edited: 0 },
  };
  const clients: { person: Person; id: string; market: MarketInfo }[] = [];
  const timeline = new Timeline();
  const times = orderTimes(chance, {
    count: options.orders ?? ORDERS_BY_SIZE[options.size],
    days: options.days ?? 548,
    until,
    timeZone: store.timeZone,
  });
  for (const at of times) timeline.plan(at.getTime(), () => placeOne(at.getTime()));

  async function placeOne(at: number): Promise<void> {
    const known = clients.length > 20 && chance.happens(0.34) ? chance.pick(clients) : null;
    const market = known?.market ?? pickMarket(chance, store as StoreInfo);
    const guest = known === null && chance.happens(0.28);
    // some who have an account buy without signing in
    const signedOut = guest && clients.length > 20 && chance.happens(0.35) ? chance.pick(clients) : null;
    const person = known?.person ?? signedOut?.person ?? makePerson(chance, counts.orders + 1, market.countryCode);
    const customerId = known?.id ?? (guest ? null : 'new');
    const placed = new Date(at).toISOString();
    const draft = draftOrder({
      chance,
      store: store as StoreInfo,
      market,
      variants,
      addOns,
      at: placed,
      person,
      customerId,
    });
    const { order } = (await run(ORDER_CREATE, { order: draft.input })).orderCreate;
    counts.orders += 1;
    counts.guests += guest ? 1 : 0;
    counts.withAddOn += draft.addOnVariantId === null ? 0 : 1;
    counts.test += draft.test ? 1 : 0;
    counts.cashOnDelivery += draft.kind === 'cash' ? 1 : 0;
    if (customerId === 'new' && order.customer) {
      clients.push({ person, id: order.customer.id, market });
      if (chance.happens(0.15)) world.setVerifiedEmail(domain, order.customer.id, false);
      counts.customers += 1;
    }
    planAfterlife(order.id, at, draft);
  }

  function planAfterlife(id: string, at: number, draft: Draft): void {
    const later = (wait: number, what: () => Promise<unknown>) => {
      const moment = at + Math.max(60_000, Math.round(wait));
      if (moment < until.getTime()) timeline.plan(moment, async () => void (await what()));
    };
    const count = (name: keyof HistoryCounts) => (happened: boolean) => {
      counts[name] += happened ? 1 : 0;
    };
    if (draft.kind === 'automatic') later(0, () => discountLine(run, id, chance.pick([10, 20])));
    if (chance.happens(0.035)) {
      later(chance.between(1, 30) * HOUR, () => cancel(run, id, chance).then(count('cancelled')));
      return;
    }
    if (draft.kind === 'unpaid') {
      if (chance.happens(0.5)) later(0, () => onTerms(run, id));
      return;
    }
    if (draft.kind === 'authorized') later(chance.between(20, 44) * HOUR, () => pay(run, id));
    if (draft.kind === 'cash') later(chance.between(3, 7) * DAY + chance.between(0, 9) * HOUR, () => pay(run, id));
    if (chance.happens(0.03)) {
      const change = chance.weighted([
        ['more', 2],
        ['less', 1],
        ['other', 3],
      ] as const);
      const what = change === 'other' ? { variantId: chance.pick(variants).id } : change;
      later(chance.between(1, 8) * HOUR, () => edit(run, id, what).then(count('edited')));
    }
    const shipped = chance.between(20, 90) * HOUR;
    const inParts = chance.happens(0.05);
    if (chance.happens(0.94)) later(shipped, () => ship(run, id, chance, inParts).then(count('fulfilled')));
    if (inParts && chance.happens(0.7)) later(shipped + 2 * DAY, () => ship(run, id, chance, false));
    if (chance.happens(0.8)) {
      later(shipped + 8 * HOUR, () => carry(run, id, 'IN_TRANSIT'));
      later(shipped + 3 * DAY, () => carry(run, id, 'DELIVERED'));
    }
    if (draft.kind !== 'paid') return;
    if (chance.happens(draft.addOnVariantId === null ? 0.055 : 0.09)) {
      const kinds: (readonly [RefundKind, number])[] = [
        ['full', 3],
        ['line', 4],
        ['shipping', 1],
      ];
      const kind = chance.weighted(draft.addOnVariantId === null ? kinds : [...kinds, ['add-on', 6] as const]);
      later(chance.between(2, 24) * DAY + chance.between(0, 20) * HOUR, () =>
        refund(run, id, kind, draft.addOnVariantId).then(count('refunded')),
      );
    } else if (chance.happens(0.03)) {
      later(shipped + chance.between(4, 16) * DAY, () =>
        takeBack(run, id, chance, chance.happens(0.25) ? chance.pick(variants).id : null).then(count('returned')),
      );
    }
  }

  await world.quietly(domain, async () => {
    for (let event = timeline.next(); event; event = timeline.next()) await world.at(new Date(event.at), event.run);
  });
  return counts;
}

function pickMarket(chance: Chance, store: StoreInfo): MarketInfo {
  const home = store.markets.find((one) => one.currency === store.currency);
  const all = store.markets.map((one) => [one, one === home ? 70 : 15] as const);
  return chance.weighted(all);
}

/** Everything on the shelves; a few things sell far better than the rest. */
async function soldVariants(run: Run, chance: Chance): Promise<SoldVariant[]> {
  const found: SoldVariant[] = [];
  let after: string | null = null;
  do {
    const { products } = await run(CATALOGUE, { after });
    for (const product of products.nodes as Answer[]) {
      const popular = 0.2 + chance.next() ** 3 * 5;
      for (const { id, price } of product.variants.nodes as Answer[]) {
        const weight = (popular * (0.5 + chance.next())) / product.variants.nodes.length;
        found.push({ id: numberOf(id), price: String(price), requiresShipping: true, weight });
      }
    }
    after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
  } while (after);
  if (found.length === 0) throw new Error('the shelves are empty: stock the store first');
  return found;
}

/** The app's variants with the add-on each belongs to, as the published offers tell. */
async function soldAddOns(world: World, domain: string, run: Run, ids: readonly string[]): Promise<SoldAddOn[]> {
  if (ids.length === 0) return [];
  const { nodes } = await run(ADD_ON_VARIANTS, { ids: ids.map((id) => `gid://shopify/ProductVariant/${id}`) });
  const published = world
    .appMetafields(domain)
    .find(({ namespace, key }) => namespace === 'tagalong' && key === 'offers');
  const offers: Answer[] = published ? (JSON.parse(published.value).offers ?? []) : [];
  return (nodes as (Answer | null)[]).flatMap((one) => {
    if (!one?.id) return [];
    const variantId = numberOf(one.id);
    const addOnId = offers.find((offer) => String(offer.variantId) === variantId)?.id;
    return [{ variantId, addOnId: String(addOnId ?? variantId), price: String(one.price) }];
  });
}
