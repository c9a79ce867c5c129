import type { Source } from '../../ledger';
import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { ownIds } from './copy-orders';

const day = 86_400_000;

/**
 * Gives a store `count` old orders more, evenly spread over the time between `fromDays` and `toDays` ago: the orders of
 * its guests again, each with ids, an address and times of its own. They are made when somebody reads them: a million
 * of them would not fit into memory. Nobody is told.
 */
export function addOldOrders(room: StoreRoom, count: number, { fromDays, toDays }: Span): void {
  const models = room
    .shelf('order')
    .all()
    .filter(({ customerId, email }) => customerId === null && email !== null)
    .map(modelOf);
  if (models.length === 0) throw new Error('no guest has bought anything yet');
  makeReadable(models);
  // Ids of a block that nobody else gets: the order's own, then those of its parts.
  const stride = 1 + Math.max(...models.map(({ parts }) => parts.length));
  const first = room.reserveIds(BigInt(count) * BigInt(stride));
  const newest = room.now().getTime() - toDays * day;
  const step = ((fromDays - toDays) * day) / count;
  const orders = Array.from({ length: count }, (_, n) => {
    const model = models[n % models.length] as Model;
    return new OldOrder(model, first + BigInt(n * stride), n, newest - n * step - model.createdAt);
  });
  const places = new Map(orders.map((order, n) => [order.id, n]));
  room.shelf('order').lend({
    list: () => orders as unknown as OrderDoc[],
    get: (id) => orders[places.get(id) ?? -1]?.whole() ?? null,
  } satisfies Source<OrderDoc>);
}

export type Span = { fromDays: number; toDays: number };

type Model = { text: string; parts: string[]; email: string; createdAt: number; doc: OrderDoc };

function modelOf(doc: OrderDoc): Model {
  const parts = [...ownIds(doc)].filter((id) => id !== doc.id && /^\d{6,}$/.test(id));
  return { text: JSON.stringify(doc), parts, email: doc.email ?? '', createdAt: Date.parse(doc.createdAt), doc };
}

/** What a list looks at stands here; anything else is worked out when it is asked for (below). */
class OldOrder {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly processedAt: string;
  readonly cancelledAt: string | null;
  readonly closedAt: string | null;
  readonly customerId = null;

  constructor(
    private readonly model: Model,
    first: bigint,
    private readonly n: number,
    private readonly shift: number,
  ) {
    this.id = first.toString();
    this.number = 50_000_000 + n;
    this.name = `#${this.number}`;
    this.createdAt = shifted(model.doc.createdAt, shift);
    this.updatedAt = shifted(model.doc.updatedAt, shift);
    this.processedAt = shifted(model.doc.processedAt, shift);
    this.cancelledAt = model.doc.cancelledAt && shifted(model.doc.cancelledAt, shift);
    this.closedAt = model.doc.closedAt && shifted(model.doc.closedAt, shift);
  }

  whole(): OrderDoc {
    if (made?.order === this) return made.doc;
    const { text, parts, email, doc: model } = this.model;
    const first = BigInt(this.id);
    const ids = new Map([[model.id, this.id], ...parts.map((id, at) => [id, String(first + BigInt(at + 1))] as const)]);
    const own = text
      .replace(/"(\d{6,})"/g, (all, id) => (ids.has(id) ? `"${ids.get(id)}"` : all))
      .replace(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, at: string) => `"${shifted(at, this.shift)}"`)
      .replaceAll(email, `${this.n}.${email}`);
    const doc: OrderDoc = { ...JSON.parse(own), number: this.number, name: this.name };
    made = { order: this, doc };
    return doc;
  }
}

/** The one that was made last: what reads an order reads many fields of it. */
let made: { order: OldOrder; doc: OrderDoc } | undefined;

/** Every other field of an order: worked out when it is read. */
function makeReadable(models: readonly Model[]): void {
  for (const name of new Set(models.flatMap(({ doc }) => Object.keys(doc) as (keyof OrderDoc)[]))) {
    if (held.has(name)) continue;
    Object.defineProperty(OldOrder.prototype, name, {
      configurable: true,
      get(this: OldOrder) {
        return this.whole()[name];
      },
    });
  }
}

const held = new Set<string>([
  ...(['id', 'name', 'number', 'createdAt', 'updatedAt', 'processedAt', 'cancelledAt', 'closedAt'] as const),
  'customerId',
]);

function shifted(at: string, ms: number): string {
  const moved = new Date(Date.parse(at) + ms).toISOString();
  return at.includes('.') ? moved : `${moved.slice(0, 19)}Z`;
}
