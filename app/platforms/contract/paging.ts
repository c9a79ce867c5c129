import type { ExportPart, PulledOrder } from '../platform';
import { type ContractCase, collect, holds, type Rig, same } from './case';

const soon = () => new Date(Date.now() + 60_000).toISOString();
const ids = (orders: PulledOrder[]) => orders.map((one) => one.platformOrderId);

/** Reading whole windows: nothing missed, nothing twice, whatever happens meanwhile. */
export function paging(): ContractCase[] {
  return [
    {
      name: 'paging: every order of a window comes, each once',
      run: async (rig) => {
        const from = new Date().toISOString();
        const placed = await several(rig, 7);
        const found = ids(await collect(rig.api.pullOrders({ from: justBefore(from), to: soon() })));
        same(
          placed.filter((id) => !found.includes(id)),
          [],
          'missing',
        );
        same(new Set(found).size, found.length, 'the number of different ones');
      },
    },
    {
      name: 'paging: the oldest change comes first',
      run: async (rig) => {
        await several(rig, 3);
        const stamps = (await collect(rig.api.pullOrders({ from: null, to: soon() }))).map((one) => one.updatedAt);
        same(stamps, [...stamps].sort());
      },
    },
    {
      name: 'paging: what changes while we read is not lost to those that did not',
      run: async (rig) => {
        const first = await several(rig, 5);
        const found = new Set<string>();
        let changed = false;
        for await (const page of rig.api.pullOrders({ from: null, to: soon() })) {
          for (const id of ids(page)) found.add(id);
          if (changed) continue;
          changed = true;
          await rig.world.note(first[0] ?? '', 'while we read');
        }
        same(
          first.filter((id) => !found.has(id)),
          [],
          'missing',
        );
      },
    },
    {
      name: 'paging: a window before all orders is empty',
      run: async (rig) => {
        const window = { from: '2001-01-01T00:00:00Z', to: '2001-01-02T00:00:00Z' };
        same(ids(await collect(rig.api.pullOrders(window))), []);
      },
    },
    {
      name: 'paging: an order of the window is in it, one that changed before it is not',
      run: async (rig) => {
        const day = (days: number) => new Date(Date.now() - days * 86_400_000);
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
    {
      name: 'paging: an export brings every order once, and says where it stands',
      run: async (rig) => {
        const placed = await several(rig, 4);
        let last: ExportPart[] = [];
        const progress = async (parts: ExportPart[]) => {
          last = parts;
        };
        const found = ids(await collect(rig.api.exportOrders({ from: null, parts: null, progress })));
        same(
          placed.filter((id) => !found.includes(id)),
          [],
          'missing',
        );
        same(new Set(found).size, found.length, 'the number of different ones');
        holds(last.length > 0 && last.every((part) => part.isRead), 'all parts are read at the end');
      },
    },
    {
      name: 'paging: an export that was read to its end brings nothing more',
      run: async (rig) => {
        let last: ExportPart[] = [];
        const progress = async (parts: ExportPart[]) => {
          last = parts;
        };
        await collect(rig.api.exportOrders({ from: null, parts: null, progress }));
        same(ids(await collect(rig.api.exportOrders({ from: null, parts: last, progress }))), []);
      },
    },
    {
      name: 'paging: an export that was left goes on and brings what was missing',
      run: async (rig) => {
        await several(rig, 4);
        const all = ids(await collect(rig.api.exportOrders({ from: null, parts: null, progress: async () => {} })));
        let stood: ExportPart[] = [];
        const found = new Set<string>();
        const progress = async (parts: ExportPart[]) => {
          stood = parts;
        };
        for await (const page of rig.api.exportOrders({ from: null, parts: null, progress })) {
          for (const id of ids(page)) found.add(id);
          break;
        }
        for (const id of ids(await collect(rig.api.exportOrders({ from: null, parts: stood, progress }))))
          found.add(id);
        same(
          all.filter((id) => !found.has(id)),
          [],
          'missing',
        );
      },
    },
    {
      name: 'paging: the count is the number of orders',
      run: async (rig) => {
        const before = await rig.api.countOrders(null);
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
      name: 'paging: customers are readable, those that are not there are left out',
      run: async (rig) => {
        for (const one of await collect(rig.api.pullCustomers()))
          same(rig.platform.orders.read(one.topic, one.body).kind, 'customers');
        same(await rig.api.fetchCustomers(['999999999999999999']), []);
      },
    },
  ];
}

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
