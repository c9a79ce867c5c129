import type { Rig } from '../../app/platforms/contract';
import { chanceOf } from '../../practice/chance';
import { unfulfilledQuantityOf } from '../../practice/shopify/orders/statuses';
import { writeJson } from '../../practice/shopify/payloads/json';
import { orderPayload } from '../../practice/shopify/payloads/order';
import type { Practice } from '../../practice/shopify/server';
import { cancel, type Run, refund, ship } from '../../practice/shopify/stock/afterlife';
import { ask } from '../../practice/shopify/stock/ask';

/** What happens in the contract's store of the practice Shopify, and what it says of itself. */
export function shopifyWorld({ platform, world }: Practice, domain: string): Rig['world'] {
  const found = platform.room(domain);
  if (!found) throw new Error('the store is closed');
  const room = found;
  const run: Run = (document, variables) => ask(world, domain, document, variables);
  const chance = chanceOf(5);
  const gid = (id: string) => `gid://shopify/Order/${id}`;
  const doc = (id: string) => {
    const order = room.shelf('order').get(id);
    if (!order) throw new Error(`no such order: ${id}`);
    return order;
  };
  const price = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } });
  const none = (): never => {
    throw new Error('its topics are declared by the app, not asked for');
  };
  return {
    place: async (wish) => {
      const { email = 'ann@example.com' } = wish;
      const { orderCreate } = await run(
        `mutation Place($order: OrderCreateOrderInput!) {
           orderCreate(order: $order) { order { id totalPriceSet { shopMoney { amount } } } userErrors { message } } }`,
        {
          order: {
            email,
            customer: { toUpsert: { email } },
            shippingAddress: {
              firstName: 'Ann',
              address1: '1 Mill Lane',
              city: 'Leeds',
              zip: 'LS1',
              countryCode: 'GB',
            },
            lineItems: wish.lines.map((line, at) => ({
              ...{ title: `Line ${at}`, quantity: line.quantity, priceSet: price(line.price) },
              taxLines: [{ title: 'VAT', rate: '0', priceSet: price('0.00') }],
            })),
            ...(wish.shipping ? { shippingLines: [{ title: 'Post', priceSet: price(wish.shipping) }] } : {}),
            ...(wish.discountPercent === undefined
              ? {}
              : { discountCode: { itemPercentageDiscountCode: { code: 'CODE', percentage: wish.discountPercent } } }),
            ...(wish.isPaid === false ? { financialStatus: 'PENDING' } : {}),
          },
        },
      );
      const { id, totalPriceSet } = orderCreate.order;
      if (wish.isPaid !== false && Number(totalPriceSet.shopMoney.amount) > 0) {
        await run(
          `mutation Paid($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) { userErrors { message } } }`,
          { input: { id } },
        );
      }
      return { id: id.replace(/^.*\//, '') };
    },
    refundOneUnit: async (id) => void (await refund(run, gid(id), 'line', null)),
    refundAll: async (id) => void (await refund(run, gid(id), 'full', null)),
    cancel: async (id) => void (await cancel(run, gid(id), chance)),
    ship: async (id) => void (await ship(run, gid(id), chance, false)),
    note: async (id, note) => {
      await run(`mutation Note($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }`, {
        input: { id: gid(id), note },
      });
    },
    lines: async (id) =>
      doc(id).lines.map((line) => ({
        ...{ id: line.id, quantity: line.quantity },
        open: doc(id).cancelledAt === null ? unfulfilledQuantityOf(doc(id), line.id) : 0,
      })),
    mails: async (id) => doc(id).fulfillments.filter((one) => one.notified).length,
    hold: async (id, on) => {
      for (const { id: part } of doc(id).fulfillmentOrders) {
        const partId = `gid://shopify/FulfillmentOrder/${part}`;
        await run(on ? HOLD : RELEASE, { id: partId, ...(on ? { fulfillmentHold: { reason: 'OTHER' } } : {}) });
      }
    },
    truth: async (id) => {
      const { order } = await run(
        `query Truth($id: ID!) { order(id: $id) { totalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } } } }`,
        { id: gid(id) },
      );
      return { total: order.totalPriceSet.shopMoney.amount, refunded: order.totalRefundedSet.shopMoney.amount };
    },
    messages: async () => {
      const deliveries = platform.ledger.shelf('', 'delivery');
      const told = deliveries.all().filter((one) => one.store === domain);
      for (const one of told) deliveries.remove(one.id);
      return told.map(({ topic, body }) => ({ topic, body }));
    },
    message: async (id) => ({ topic: 'orders/updated', body: writeJson(orderPayload(room, doc(id))) }),
    at: (at, work) => world.at(at, work),
    makeProduct: async ({ title, price: amount }) => {
      const { productSet } = await run(
        `mutation Make($input: ProductSetInput!) { productSet(synchronous: true, input: $input) {
           product { id variants(first: 1) { nodes { id } } } userErrors { message } } }`,
        {
          input: {
            ...{ title, status: 'ACTIVE', productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }] },
            variants: [{ price: amount, optionValues: [{ optionName: 'Title', name: 'Default Title' }] }],
          },
        },
      );
      const bare = (id: string) => id.replace(/^.*\//, '');
      return { productId: bare(productSet.product.id), variantId: bare(productSet.product.variants.nodes[0].id) };
    },
    removeProduct: async (id) => {
      await run(
        `mutation Remove($input: ProductDeleteInput!) { productDelete(input: $input) { userErrors { message } } }`,
        {
          input: { id: `gid://shopify/Product/${id}` },
        },
      );
    },
    subscribed: none,
    loseSubscription: none,
    facts: () => {
      const { name, currency } = room.doc();
      return { name, currency };
    },
    customerId: (email) => room.findCustomer(email, null)?.id ?? '',
    offers: () => JSON.stringify(world.appMetafields(domain)),
    priceIn: (variantId, currency) => {
      const markets = room.doc().markets.filter((one) => one.currency === currency);
      const found = markets.flatMap((one) => room.shelf('fixedPrice').get(`${one.id}|${variantId}`) ?? []);
      return found[0]?.amount ?? null;
    },
    toldOfVisits: () => [world.webPixel(domain)?.url].filter((url) => url !== undefined).map(String),
  };
}

const HOLD = `mutation Hold($id: ID!, $fulfillmentHold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $fulfillmentHold) { fulfillmentOrder { status } userErrors { message } } }`;
const RELEASE = `mutation Release($id: ID!) {
  fulfillmentOrderReleaseHold(id: $id) { fulfillmentOrder { status } userErrors { message } } }`;
