import { type Chance, chanceOf } from '../chance';
import { exact } from '../money';
import { randomUUIDFrom } from '../random-uuid';
import { cancelOrder, finishOrder, type OrderWish, payOrder, placeOrder, refundOrder, shipOrder } from './acts';
import type { CustomerDoc, ProductDoc } from './docs';
import type { Platform, Room } from './platform';

/** A store with shelves, customers and a history that looks like one. The same seed makes the same store. */

const kinds: [collection: string, noun: string, from: number, choices: string[]][] = [
  ['Lamps', 'lamp', 39, ['White', 'Black']],
  ['Chairs', 'chair', 89, ['Oak', 'Walnut']],
  ['Rugs', 'rug', 59, ['Small', 'Large']],
  ['Kitchen', 'pan', 25, ['20 cm', '28 cm']],
  ['Clocks', 'clock', 19, []],
];
const names = ['Alba', 'Birk', 'Cala', 'Dune', 'Elm', 'Fjord', 'Gale', 'Holm', 'Isle', 'Juno', 'Kite', 'Lund'];
const people = ['Ada Berg', 'Ben Costa', 'Cleo Dahl', 'Dov Evans', 'Eve Fuchs', 'Finn Gray', 'Gwen Holt', 'Hugo Ives'];

export function stockShelves(room: Room, seed: number): void {
  const chance = chanceOf(seed);
  const at = room.stamp();
  for (const [collection, noun, from, choices] of kinds) {
    const productIds = names.map((name) => {
      const price = exact(from + chance.between(0, from)).minus('0.01');
      const options = choices.length === 0 ? ['Default'] : choices;
      const product: ProductDoc = {
        ...{ id: randomUUIDFrom(chance), title: `${name} ${noun}`, handle: `${name}-${noun}`.toLowerCase() },
        ...{ brief: `A ${noun} by ${name}`, description: `<p>A ${noun} that lasts.</p>`, vendor: name },
        ...{ product_type: collection, tags: chance.happens(0.3) ? ['new'] : [], published: true, taxable: true },
        ...{ requires_shipping: true, inventory_tracking: true, has_only_default_variant: choices.length === 0 },
        options: choices.length === 0 ? [] : [{ name: 'Model', values: choices }],
        variants: options.map((option, n) => ({
          ...{ id: randomUUIDFrom(chance), title: option, option1: option, sku: `${name}-${noun}-${n}`.toUpperCase() },
          ...{ price: price.plus(n * 20).toFixed(2), compare_at_price: '0.00' },
          ...{ inventory_quantity: chance.between(20, 220), updated_at: at },
        })),
        ...{ image: `/pictures/${name}-${noun}.svg`.toLowerCase(), created_at: at, updated_at: at },
      };
      room.shelf('product').put(product);
      return product.id;
    });
    room
      .shelf('collection')
      .put({ id: randomUUIDFrom(chance), title: collection, handle: collection.toLowerCase(), productIds });
  }
  for (const [n, person] of people.entries()) room.shelf('customer').put(customerOf(person, n, chance, at));
}

function customerOf(person: string, n: number, chance: Chance, at: string): CustomerDoc {
  const [first = '', last = ''] = person.split(' ');
  // Of the numbers that are given to nobody, for films and books.
  const phone = `+4420794600${String(n % 100).padStart(2, '0')}`;
  const address = {
    ...{
      first_name: first,
      last_name: last,
      address: `${n + 1} Mill Lane`,
      address1: '',
      city: 'Leeds',
      zip: 'LS1 4AP',
    },
    ...{ province: 'West Yorkshire', province_code: 'WYK', country: 'United Kingdom', country_code: 'GB', phone },
  };
  return {
    ...{
      id: randomUUIDFrom(chance),
      email: `${first}.${last}@example.com`.toLowerCase(),
      first_name: first,
      last_name: last,
    },
    ...{ phone, tags: n % 3 === 0 ? ['vip'] : [], accepts_marketing: n % 2 === 0, addresses: [address] },
    ...{ created_at: at, updated_at: at },
  };
}

/** Orders over the last days, each with what became of it; every fourth with an add-on where there are some. */
export async function makeHistory(
  platform: Platform,
  room: Room,
  {
    seed,
    orders,
    days,
    addOnVariantIds = [],
  }: { seed: number; orders: number; days: number; addOnVariantIds?: string[] },
): Promise<void> {
  const chance = chanceOf(seed);
  const subscriptions = room.shelf('webhook').all();
  // History happened before anybody listened.
  for (const one of subscriptions) room.shelf('webhook').remove(one.id);
  const now = platform.clock.now().getTime();
  const from = now - days * 86_400_000;
  const at = (time: number, work: () => void) => platform.clock.at(new Date(time), async () => work());
  const step = (now - from - 3_600_000) / orders;
  for (let n = 0; n < orders; n += 1) {
    const placed = from + n * step + chance.next() * step * 0.5;
    let id = '';
    await at(placed, () => {
      id = placeOrder(room, wishOf(room, chance, addOnVariantIds)).id;
    });
    const later = (hours: number) => Math.min(now - 1000, placed + hours * 3_600_000);
    const order = () => {
      const found = room.shelf('order').get(id);
      if (!found) throw new Error('an order that was placed is there');
      return found;
    };
    const fate = chance.next();
    if (fate < 0.06) {
      await at(later(5), () => cancelOrder(room, order(), 'customer'));
      continue;
    }
    if (order().financial_status === 'waiting') await at(later(70), () => payOrder(room, order()));
    await at(later(24), () => shipOrder(room, order(), `TG${100_000 + n}`));
    if (fate < 0.16) {
      await at(later(90), () => {
        const [line] = order().line_items;
        if (line) refundOrder(room, order(), { lines: [{ lineId: line.id, quantity: 1 }] });
      });
    } else if (fate < 0.2) {
      await at(later(100), () => {
        const lines = order().line_items.map((line) => ({ lineId: line.id, quantity: line.quantity }));
        refundOrder(room, order(), { lines, shipping: order().total_shipping });
      });
    } else if (fate > 0.6) await at(later(120), () => finishOrder(room, order()));
  }
  for (const one of subscriptions) room.shelf('webhook').put(one);
}

function wishOf(room: Room, chance: Chance, addOnVariantIds: string[]): OrderWish {
  const products = room
    .shelf('product')
    .all()
    .filter((one) => one.vendor !== 'Tagalong');
  const pick = <T>(list: T[]): T | undefined => (list.length === 0 ? undefined : chance.pick(list));
  const item = () => {
    const variant = pick(pick(products)?.variants ?? []);
    return { variantId: variant?.id ?? '', quantity: chance.between(1, 3) };
  };
  const items: OrderWish['items'] = [item(), ...(chance.happens(0.4) ? [item()] : [])];
  const addOn = chance.happens(0.25) ? pick(addOnVariantIds) : undefined;
  const [first] = items;
  if (addOn && first) {
    const mark = randomUUIDFrom(chance);
    first.properties = [{ name: '_tagalong_id', value: mark }];
    items.push({
      ...{ variantId: addOn, quantity: first.quantity },
      properties: [{ name: '_tagalong_parent', value: mark }],
    });
  }
  const customer = chance.happens(0.8) ? (pick(room.shelf('customer').all()) ?? null) : null;
  const market = chance.happens(0.15) ? pick(room.store().markets) : undefined;
  return {
    ...{ items, customer, address: customer?.addresses[0] ?? null, shipping: chance.happens(0.7) ? '4.90' : '0' },
    ...(chance.happens(0.2) ? { discount: { code: 'HELLO10', percent: 10 } } : {}),
    ...(market ? { currency: market.currency } : {}),
    paymentMethod: chance.happens(0.1) ? 'cod' : 'online',
  };
}
