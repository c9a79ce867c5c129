import { financialStatuses, fulfillmentStatuses, orderStatuses } from '../../domain/orders/order';
import { aMessage, type ContractCase, fail, holds, orderIn, type Rig, type RigFacts, readPulled, same } from './case';

/** Every raw word of the platform means something here, and a new one breaks nothing. */
export function statuses({ raw }: RigFacts): ContractCase[] {
  const total = (kind: 'order' | 'financial' | 'fulfillment', words: string[]): ContractCase[] =>
    words.map((word) => ({
      name: `status: ${kind} "${word}" has a meaning`,
      run: async (rig) => {
        const found = statusOf(await told(rig, kind, word), kind);
        holds(found !== 'unknown', `${word} is known, not ${found}`);
        holds(known[kind].includes(found), `${found} is one of our words`);
      },
    }));
  return [
    ...total('order', raw.order),
    ...total('financial', raw.financial),
    ...total('fulfillment', raw.fulfillment),
    {
      name: 'status: a word for payment that nobody knows is unknown, with the word beside it',
      run: async (rig) => {
        const order = await told(rig, 'financial', 'brand_new_word');
        same([order.financialStatus, order.rawFinancialStatus], ['unknown', 'brand_new_word']);
      },
    },
    {
      name: 'status: a word for shipment that nobody knows is unknown, with the word beside it',
      run: async (rig) => {
        const order = await told(rig, 'fulfillment', 'brand_new_word');
        same([order.fulfillmentStatus, order.rawFulfillmentStatus], ['unknown', 'brand_new_word']);
      },
    },
    {
      name: 'status: an order that is paid, shipped, cancelled says so',
      run: async (rig) => {
        const [shipped, cancelled] = [
          await rig.world.place({ lines: [{ price: '10.00', quantity: 1 }] }),
          await rig.world.place({ lines: [{ price: '10.00', quantity: 1 }] }),
        ];
        await rig.world.ship(shipped.id);
        await rig.world.cancel(cancelled.id);
        const one = await fetched(rig, shipped.id);
        same([one.status, one.financialStatus, one.fulfillmentStatus], ['open', 'paid', 'fulfilled']);
        holds(one.fulfillments.length === 1, 'there is a shipment');
        const other = await fetched(rig, cancelled.id);
        same([other.status, other.cancelledAt !== null], ['cancelled', true]);
      },
    },
    {
      name: 'status: an order that nobody paid is pending, one that was refunded in part or in all says which',
      run: async (rig) => {
        const wish = { lines: [{ price: '10.00', quantity: 2 }] };
        const pending = await rig.world.place({ ...wish, isPaid: false });
        const [part, all] = [await rig.world.place(wish), await rig.world.place(wish)];
        await rig.world.refundOneUnit(part.id);
        await rig.world.refundAll(all.id);
        same((await fetched(rig, pending.id)).financialStatus, 'pending');
        same((await fetched(rig, part.id)).financialStatus, 'partially_refunded');
        same((await fetched(rig, all.id)).financialStatus, 'refunded');
      },
    },
  ];
}

const known = {
  order: [...orderStatuses],
  financial: [...financialStatuses],
  fulfillment: [...fulfillmentStatuses],
} as Record<'order' | 'financial' | 'fulfillment', string[]>;

function statusOf(order: ReturnType<typeof orderIn>, kind: 'order' | 'financial' | 'fulfillment'): string {
  if (kind === 'order') return order.status;
  return kind === 'financial' ? order.financialStatus : order.fulfillmentStatus;
}

async function told(rig: Rig, kind: 'order' | 'financial' | 'fulfillment', word: string) {
  const { topic, body } = await aMessage(rig);
  return orderIn(rig.platform.orders.read(topic, rig.withWord(body, kind, word)));
}

async function fetched(rig: Rig, id: string) {
  return (await readPulled(rig, id)).order ?? fail('there is no whole order in it');
}
