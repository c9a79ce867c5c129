import { mergeOrder } from '../../domain/orders/merge-order';
import type { OrderNews } from '../../domain/orders/order';
import { readWhole } from '../../domain/orders/read-whole';
import { settleOrder } from '../../domain/orders/settle-order';
import { amount } from '../../domain/shared/money';
import { type ContractCase, fail, holds, type Rig, readPulled, same, type Wish } from './case';

const wishes: Record<string, Wish> = {
  'one piece': { lines: [{ price: '10.00', quantity: 1 }] },
  'many pieces': { lines: [{ price: '0.01', quantity: 999 }] },
  'two lines': {
    lines: [
      { price: '19.99', quantity: 1 },
      { price: '0.99', quantity: 3 },
    ],
  },
  shipping: { lines: [{ price: '10.00', quantity: 1 }], shipping: '4.90' },
  'a discount that does not divide': {
    lines: [
      { price: '3.33', quantity: 1 },
      { price: '3.33', quantity: 1 },
      { price: '3.34', quantity: 1 },
    ],
    discountPercent: 7,
  },
  'a discount and shipping': {
    lines: [
      { price: '99.95', quantity: 3 },
      { price: '5.05', quantity: 7 },
    ],
    shipping: '12.34',
    discountPercent: 15,
  },
  'all of it off': { lines: [{ price: '10.00', quantity: 1 }], discountPercent: 100 },
  'a large sum': { lines: [{ price: '999999.99', quantity: 99 }] },
  'no money at all': { lines: [{ price: '0.00', quantity: 1 }] },
};

/** Money, to the last digit: what the platform says an order comes to is what its parts sum to here. */
export function money(): ContractCase[] {
  return [
    ...Object.entries(wishes).map(
      ([name, wish]): ContractCase => ({
        name: `money: ${name}: the parts sum to the platform's total, and nothing is left over`,
        run: async (rig) => {
          const { id } = await rig.world.place(wish);
          const { balance, unexplained } = books(rig, await readPulled(rig, id));
          same(plain(balance), plain((await rig.world.truth(id)).total));
          same(unexplained, []);
        },
      }),
    ),
    {
      name: 'money: amounts are text with every digit, never a float',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '0.10', quantity: 3 }] });
        const { order } = await readPulled(rig, id);
        holds(typeof order?.totals.total.shop === 'string', 'it is text');
        same(Number(order?.lines[0]?.unitPrice.shop), 0.1);
      },
    },
    ...(['one unit', 'all'] as const).map(
      (what): ContractCase => ({
        name: `money: a refund of ${what} leaves what the platform says is left`,
        run: async (rig) => {
          const { id } = await rig.world.place({
            lines: [
              { price: '33.33', quantity: 3 },
              { price: '5.00', quantity: 1 },
            ],
            shipping: '4.90',
            discountPercent: 10,
          });
          await (what === 'all' ? rig.world.refundAll(id) : rig.world.refundOneUnit(id));
          const { refunded } = await rig.world.truth(id);
          holds(amount(refunded).greaterThan(0), 'something was given back');
          const { balance } = books(rig, await readPulled(rig, id));
          same(plain(balance), await left(rig, id));
        },
      }),
    ),
    {
      name: 'money: three refunds of a unit each are three refunds, and together all of it',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '10.01', quantity: 3 }], discountPercent: 7 });
        for (let n = 0; n < 3; n += 1) await rig.world.refundOneUnit(id);
        const news = await readPulled(rig, id);
        const giving = news.refunds.filter((one) => one.lines.length + one.adjustments.length > 0);
        same(giving.length, 3, 'the number of refunds');
        same(plain(books(rig, news).balance), await left(rig, id));
      },
    },
    {
      name: 'money: a refund has a day of its own',
      run: async (rig) => {
        const placed = new Date(Date.now() - 9 * 86_400_000);
        const { id } = await rig.world.at(placed, () => rig.world.place({ lines: [{ price: '10.00', quantity: 2 }] }));
        const refundedAt = new Date(Date.now() - 2 * 86_400_000);
        await rig.world.at(refundedAt, () => rig.world.refundOneUnit(id));
        const { refunds } = await readPulled(rig, id);
        const day = refunds.find((one) => one.lines.length > 0)?.createdAt.slice(0, 10);
        same(day, refundedAt.toISOString().slice(0, 10));
      },
    },
    {
      name: 'money: a refund names the line and the pieces',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '10.00', quantity: 2 }] });
        await rig.world.refundOneUnit(id);
        const { order, refunds } = await readPulled(rig, id);
        const [line] = refunds.flatMap((one) => one.lines);
        same([line?.platformLineId, line?.quantity], [order?.lines[0]?.platformLineId, 1]);
      },
    },
    {
      name: 'money: what was paid is what came in',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '10.00', quantity: 2 }], shipping: '4.90' });
        same(plain(books(rig, await readPulled(rig, id)).paid), plain((await rig.world.truth(id)).total));
      },
    },
    {
      name: 'money: nobody paid, nothing came in',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '10.00', quantity: 2 }], isPaid: false });
        same(plain(books(rig, await readPulled(rig, id)).paid), '0');
      },
    },
    {
      name: 'money: an order told twice is one order',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '10.00', quantity: 2 }] });
        await rig.world.refundOneUnit(id);
        const news = await readPulled(rig, id);
        same(plain(books(rig, news, news).balance), await left(rig, id));
      },
    },
    {
      name: 'money: an older telling after a newer one changes nothing',
      run: async (rig) => {
        const placed = new Date(Date.now() - 3 * 86_400_000);
        const { id } = await rig.world.at(placed, () => rig.world.place({ lines: [{ price: '10.00', quantity: 2 }] }));
        const old = await readPulled(rig, id);
        await rig.world.refundOneUnit(id);
        const now = await readPulled(rig, id);
        same(books(rig, now, old).balance, books(rig, old, now).balance);
        same(plain(books(rig, now, old).balance), await left(rig, id));
      },
    },
  ];
}

/** What the ledger makes of an order's news. */
function books(rig: Rig, ...news: OrderNews[]) {
  const [first] = news;
  const wholes = news.flatMap(({ order }) => (order ? [readWhole(rig.platform.name, order, rig.hash)] : []));
  const merged = mergeOrder(first?.platformOrderId ?? fail('no news'), undefined, wholes, news, rig.hash);
  const { figures, entries } = settleOrder(merged, new Map());
  return {
    balance: figures.order.balance.shop,
    paid: figures.order.paid.shop,
    unexplained: entries.filter((entry) => entry.kind === 'rounding').map((entry) => [entry.key, entry.total]),
  };
}

/** What the platform says is left of an order's total. */
async function left(rig: Rig, id: string): Promise<string> {
  const { total, refunded } = await rig.world.truth(id);
  return plain(amount(total).minus(amount(refunded)).toFixed());
}

function plain(text: string): string {
  return amount(text).toFixed();
}
