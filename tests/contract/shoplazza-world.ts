import type { Rig } from '../../app/platforms/contract';
import { cancelOrder, noteOrder, openPieces, placeOrder, refundOrder, shipOrder } from '../../practice/shoplazza/acts';
import { orderView } from '../../practice/shoplazza/dialect';
import type { CustomerDoc } from '../../practice/shoplazza/docs';
import type { Platform, Room } from '../../practice/shoplazza/platform';

/** What happens in the contract's store of the practice Shoplazza, and what it says of itself. */
export function shoplazzaWorld(platform: Platform, room: Room): Rig['world'] {
  const { domain } = room;
  const order = (id: string) => {
    const found = room.shelf('order').get(id);
    if (!found) throw new Error(`no such order: ${id}`);
    return structuredClone(found);
  };
  const subscriptions = () =>
    room
      .shelf('webhook')
      .all()
      .filter((one) => one.address === `${platform.options.appUrl}/webhooks/shoplazza`);
  return {
    place: async (wish) => placeOrder(room, asWish(room, wish)),
    refundOneUnit: async (id) => {
      const line = order(id).line_items.find((one) => one.refund_quantity_total < one.quantity);
      refundOrder(room, order(id), { lines: [{ lineId: line?.id ?? '', quantity: 1 }] });
    },
    refundAll: async (id) => {
      const { line_items: lines, total_shipping: shipping } = order(id);
      refundOrder(room, order(id), {
        lines: lines.map((line) => ({ lineId: line.id, quantity: line.quantity })),
        shipping,
      });
    },
    cancel: async (id) => void cancelOrder(room, order(id), 'customer'),
    ship: async (id) => void shipOrder(room, order(id), 'TG1'),
    note: async (id, note) => void noteOrder(room, order(id), note),
    lines: async (id) =>
      order(id).line_items.map((line) => ({
        ...{ id: line.id, quantity: line.quantity },
        open: openPieces(order(id), line),
      })),
    mails: null,
    hold: null,
    truth: async (id) => ({ total: order(id).total_price, refunded: order(id).total_refund_price }),
    messages: async () => {
      const told = platform.sender.deliveries({ store: domain }).reverse();
      for (const one of told) platform.ledger.shelf('', 'delivery').remove(one.id);
      return told.map(({ topic, body }) => ({ topic, body }));
    },
    message: async (id) => ({
      topic: 'orders/update',
      body: JSON.stringify({ order: orderView('new', order(id), room.store()) }),
    }),
    at: (at, work) => platform.clock.at(at, work),
    makeProduct: async ({ title, price }) => makeProduct(room, title, price),
    removeProduct: async (id) => {
      const product = room.shelf('product').get(id);
      if (!product) throw new Error(`no such product: ${id}`);
      room.shelf('product').remove(id);
      room.tell('products/delete', product);
    },
    subscribed: () => subscriptions().map((one) => one.topic),
    loseSubscription: (topic) => {
      for (const one of subscriptions()) if (one.topic === topic) room.shelf('webhook').remove(one.id);
    },
    facts: () => {
      const { name, currency } = room.store();
      return { name, currency };
    },
    customerId: (email) => customerOf(room, email)?.id ?? '',
    offers: () => JSON.stringify(room.shelf('metafield').all()),
    priceIn: () => null,
    toldOfVisits: () => [],
  };
}

/** Variants of the asked prices. */
function asWish(room: Room, wish: Parameters<Rig['world']['place']>[0]) {
  const items = wish.lines.map(({ price, quantity }) => ({
    variantId: makeProduct(room, `Lamp at ${price}`, price, true).variantId,
    quantity,
  }));
  const customer = customerOf(room, wish.email ?? 'ann@example.com') ?? makeCustomer(room, wish.email);
  return {
    ...{
      items,
      customer,
      address: customer.addresses[0] ?? null,
      shipping: wish.shipping ?? '0',
      paid: wish.isPaid ?? true,
    },
    ...(wish.discountPercent === undefined ? {} : { discount: { code: 'CODE', percent: wish.discountPercent } }),
  };
}

function makeProduct(room: Room, title: string, price: string, isQuiet = false) {
  const at = room.stamp();
  const [productId, variantId] = [crypto.randomUUID(), crypto.randomUUID()];
  const product = {
    ...{
      id: productId,
      title,
      handle: productId,
      brief: '',
      description: '',
      vendor: 'Contract',
      product_type: 'Lamps',
    },
    ...{ tags: ['new'], published: true, taxable: true, requires_shipping: true, inventory_tracking: true },
    ...{ has_only_default_variant: true, options: [], image: '', created_at: at, updated_at: at },
    variants: [
      {
        ...{ id: variantId, title: 'Default', option1: '', sku: `SKU-${variantId.slice(0, 4)}`, price },
        ...{ compare_at_price: '0.00', inventory_quantity: 500, updated_at: at },
      },
    ],
  };
  room.shelf('product').put(product);
  if (!isQuiet) room.tell('products/create', product);
  return { productId, variantId };
}

function customerOf(room: Room, email: string): CustomerDoc | undefined {
  return room
    .shelf('customer')
    .all()
    .find((one) => one.email === email);
}

function makeCustomer(room: Room, email = 'ann@example.com'): CustomerDoc {
  const at = room.stamp();
  const person = { first_name: 'Ann', last_name: 'Berg', phone: '' };
  const address = {
    ...{ ...person, address: '1 Mill Lane', address1: '', city: 'Leeds', zip: 'LS1 4AP' },
    ...{ province: 'West Yorkshire', province_code: 'WYK', country: 'United Kingdom', country_code: 'GB' },
  };
  const customer: CustomerDoc = {
    ...{ ...person, id: crypto.randomUUID(), email, tags: [], accepts_marketing: false, addresses: [address] },
    ...{ created_at: at, updated_at: at },
  };
  room.shelf('customer').put(customer);
  return customer;
}
