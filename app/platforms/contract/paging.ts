import type { ExportPart, PulledOrder } from '../platform';
import { type ContractCase, collect, holds, type Rig, same } from './case';

const soon = () => new Date(Date.now() + 60_000).toISOString();
const day = (days: number) => new Date(Date.now() - days * 86_400_000);
const ids = (orders: PulledOrder[]) => orders.map((one) => one.platformOrderId);
const missing = (wanted: string[], found: Iterable<string>) => {
  const there = new Set(found);
  return wanted.filter((id) => !there.has(id));
};

/** Reading whole windows: nothing missed, nothing twice, whatever happens meanwhile. */
export function paging(): ContractCase[] {
  return [
    {
      name: 'paging: every order of a window of many pages comes, each once, the oldest change first',
      run: async (rig) => {
        const pages: PulledOrder[][] = [];
        for await (const page of rig.api.pullOrders(rig.history)) pages.push(page);
        holds(pages.filter((page) => page.length > 0).length > 1, 'there are several pages');
        const all = pages.flat();
        same(missing(rig.history.ids, ids(all)), [], 'missing');
        same(all.length, rig.history.ids.length, 'the number of orders');
        const stamps = all.map((one) => one.updatedAt);
        same(stamps, [...stamps].sort());
      },
    },
    {
      name: 'paging: an order placed now is in a window until now',
      run: async (rig) => {
        const from = justBefore(new Date().toISOString());
        const placed = await several(rig, 3);
        same(missing(placed, ids(await collect(rig.api.pullOrders({ from, to: soon() })))), [], 'missing');
      },
    },
    {
      name: 'paging: what changes while we read is not lost, and nothing to those that did not',
      run: async (rig) => {
        // Of one and the same moment, and more than a page: only a cursor leads through them.
        const placed = await rig.world.at(day(20), () => several(rig, 270));
        const found: string[] = [];
        for await (const page of rig.api.pullOrders({ from: day(21).toISOString(), to: soon() })) {
          found.push(...ids(page));
          // Those that were read move to the end of the list: what stood behind them moves up.
          if (found.length === page.length) for (const id of ids(page).slice(0, 5)) await rig.world.note(id, 'read');
        }
        same(missing(placed, found), [], 'missing');
        same(found.length > new Set(found).size, true, 'what changed comes twice');
      },
    },
    {
      name: 'paging: a window before all orders is empty',
      run: async (rig) => {
        const until = async (to: string) =>
          ids(await collect(rig.api.pullOrders({ from: '2001-01-01T00:00:00Z', to })));
        same(await until(rig.history.from), []);
        same((await until(rig.history.to)).length, rig.history.ids.length, 'until the last of them');
      },
    },
    {
      name: 'paging: an order of the window is in it, one that changed before it is not',
      run: async (rig) => {
        const old = await rig.world.at(day(40), () => rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] }));
        const inside = await rig.world.at(day(30), () => rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] }));
        const window = { from: day(31).toISOString(), to: day(29).toISOString() };
        const found = ids(await collect(rig.api.pullOrders(window)));
        same([found.includes(inside.id), found.includes(old.id)], [true, false]);
      },
    },
    {
      name: 'paging: bounds belong to the window',
      run: async (rig) => {
        const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 50 * 86_400_000);
        const { id } = await rig.world.at(at, () => rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] }));
        const window = { from: at.toISOString(), to: at.toISOString() };
        same(ids(await collect(rig.api.pullOrders(window))).includes(id), true);
      },
    },
    {
      name: 'paging: what is known is left out, and said to be',
      run: async (rig) => {
        const [one, two] = await several(rig, 2);
        let skipped = 0;
        const found = ids(
          await collect(
            rig.api.pullOrders({
              from: justBefore(new Date(Date.now() - 3_600_000).toISOString()),
              to: soon(),
              isKnown: async (orders) => orders.map(({ platformOrderId }) => platformOrderId === one),
              skipped: async (count) => {
                skipped += count;
              },
            }),
          ),
        );
        same([found.includes(one ?? ''), found.includes(two ?? ''), skipped >= 1], [false, true, true]);
      },
    },
    ...exports,
    {
      name: 'paging: the count is the number of orders',
      run: async (rig) => {
        const before = await rig.api.countOrders(null);
        holds(before >= rig.history.ids.length, `${before} are not fewer than there were`);
        await several(rig, 2);
        same((await rig.api.countOrders(null)) - before, 2);
      },
    },
    {
      name: 'paging: orders by id: all that are there, none that is not, each once',
      run: async (rig) => {
        const [one = '', two = ''] = await several(rig, 2);
        const found = ids(await rig.api.fetchOrders([one, two, one, '999999999999999999']));
        same([...found].sort(), [one, two].sort());
      },
    },
    {
      name: 'paging: an order says when it changed and when it was asked for',
      run: async (rig) => {
        const { id } = await rig.world.place({ lines: [{ price: '1.00', quantity: 1 }] });
        const [pulled] = await rig.api.fetchOrders([id]);
        same(pulled?.platformOrderId, id);
        holds(Math.abs(Date.now() - Date.parse(pulled?.updatedAt ?? '')) < 60_000, 'it changed now');
        holds(Math.abs(Date.now() - Date.parse(pulled?.askedAt ?? '')) < 60_000, 'it was asked for now');
      },
    },
    ...(['pullProducts', 'pullStock'] as const).map(
      (pull): ContractCase => ({
        name: `paging: ${pull} brings a product that is there, readable`,
        run: async (rig) => {
          const { variantId } = await rig.world.makeProduct({ title: `Lamp of ${pull}`, price: '7.00' });
          const things = await collect(rig.api[pull]());
          const found = things.find((one) => one.body.includes(variantId));
          const kind = found && rig.platform.orders.read(found.topic, found.body).kind;
          same(kind, pull === 'pullProducts' ? 'products' : 'stock');
        },
      }),
    ),
    {
      name: 'paging: a customer with an order is among the customers, readable; one who is not there is left out',
      run: async (rig) => {
        const email = 'bea@example.com';
        await rig.world.place({ email, lines: [{ price: '1.00', quantity: 1 }] });
        const id = rig.world.customerId(email);
        const idOf = ({ topic, body }: { topic: string; body: string }) => {
          const meaning = rig.platform.orders.read(topic, body);
          return meaning.kind === 'customers'
            ? meaning.customers.map((one) => [one.platformCustomerId, one.email])
            : [];
        };
        const all = await collect(rig.api.pullCustomers());
        same(
          all.flatMap(idOf).filter(([one]) => one === id),
          [[id, email]],
        );
        const fetched = await rig.api.fetchCustomers([id, '999999999999999999']);
        same(
          fetched.map((one) => one.platformCustomerId),
          [id],
        );
        same(
          fetched.flatMap(({ body }) => idOf({ topic: 'customer:pulled', body })),
          [[id, email]],
        );
      },
    },
  ];
}

type Progress = { parts: ExportPart[]; progress: (parts: ExportPart[]) => Promise<void> };
const noted = (): Progress => {
  const of: Progress = {
    parts: [],
    progress: async (parts) => {
      of.parts = parts;
    },
  };
  return of;
};

const exports: ContractCase[] = [
  {
    name: 'paging: an export brings every order once, and says where it stands; read to its end it brings no more',
    run: async (rig) => {
      const placed = await several(rig, 4);
      const stood = noted();
      const found = ids(await collect(rig.api.exportOrders({ from: null, parts: null, progress: stood.progress })));
      same(missing([...rig.history.ids, ...placed], found), [], 'missing');
      same(new Set(found).size, found.length, 'the number of different ones');
      holds(stood.parts.length > 0 && stood.parts.every((part) => part.isRead), 'all parts are read at the end');
      same(ids(await collect(rig.api.exportOrders({ from: null, ...stood }))), []);
    },
  },
  {
    name: 'paging: an export that was left goes on where it stood, and brings what was missing',
    run: async (rig) => {
      const stood = noted();
      const found: string[] = [];
      let pages = 0;
      for await (const page of rig.api.exportOrders({ from: null, parts: null, progress: stood.progress })) {
        // The second page was handed on, and nobody says that it was kept.
        pages += 1;
        if (pages === 2) break;
        found.push(...ids(page));
      }
      holds(found.length > 0 && found.length < rig.history.ids.length, 'it was left in the middle');
      const more = ids(await collect(rig.api.exportOrders({ from: null, ...stood })));
      same(missing(rig.history.ids, [...found, ...more]), [], 'missing');
      const all = await rig.api.countOrders(null);
      holds(more.length < all, `what was kept is not read again: ${more.length} of ${all}`);
    },
  },
];

async function several(rig: Rig, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < count; n += 1)
    made.push((await rig.world.place({ lines: [{ price: `${n + 1}.00`, quantity: 1 }] })).id);
  return made;
}

/** Stamps are whole seconds: a window that begins in the middle of one would leave its orders out. */
function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 2000).toISOString();
}
