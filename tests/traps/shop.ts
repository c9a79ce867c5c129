import { randomUUID } from 'node:crypto';
import { rollUp } from '../../app/analytics/roll-up-store.server';
import { putEntries } from '../../app/domain/entries/entry-store.server';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';
import { installStore } from '../../app/tenancy/store.server';
import { drainStore } from '../../app/wiring.server';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';

/** A store that is told things as the platform tells them, through inbox, drain and writer, and what its rows say then. */
export type Shop = {
  id: StoreId;
  /** one webhook body per topic; ids may be text to keep their digits */
  tell(topic: string, ...bodies: object[]): Promise<void>;
  rows<T extends Record<string, unknown>>(query: string): Promise<T[]>;
  /** figures of one order as plain numbers of text, without trailing zeros */
  order(id: string): Promise<Record<string, unknown>>;
  /** day by day: gross, discounts, returns, net, orders */
  days(): Promise<Record<string, { orders: number; gross: string; returns: string; net: string }>>;
};

let database: TestDatabase;
let shops = 0;

export async function openDatabase(): Promise<void> {
  database = await createTestDatabase();
}
export async function closeDatabase(): Promise<void> {
  await database.close();
}

export async function newShop(): Promise<Shop> {
  const domain = `trap-${++shops}.myshopify.com`;
  await installStore({ platform: 'shopify', domain, scopes: '' });
  const id = storeIdOf('shopify', domain);
  const rows = async <T>(query: string) => (await database.admin.query(query, [id])).rows as T[];
  return {
    id,
    async tell(topic, ...bodies) {
      const entries = bodies.map((body) => ({
        ...{ storeId: id, source: 'webhook' as const, topic, dedupeKey: randomUUID(), triggeredAt: null },
        body: Buffer.from(wire(body)),
      }));
      await putEntries(id, entries, { wake: false });
      while ((await drainStore(id)).more);
    },
    rows: rows as Shop['rows'],
    async order(orderId) {
      const money = ['gross', 'discounts', 'returns', 'net', 'tax', 'tips', 'total', 'refunded', 'balance', 'paid'];
      const columns = money.map((name) => `trim_scale(o.${name})::text as ${name}`).join(', ');
      const [row] = (
        await database.admin.query(
          `select ${columns}, o.status, o.financial_status as financial, o.fulfillment_status as fulfillment, o.test
             from orders o where o.store_id = $1 and o.platform_order_id = $2`,
          [id, orderId],
        )
      ).rows;
      return row;
    },
    async days() {
      await rollUp(id);
      const found = await rows<{ day: string; orders: number; gross: string; returns: string; net: string }>(
        `select day::text, orders, trim_scale(gross_sales)::text as gross, trim_scale(returns)::text as returns,
                trim_scale(net_sales)::text as net from store_day where store_id = $1 order by day`,
      );
      return Object.fromEntries(found.map(({ day, ...figures }) => [day, figures]));
    },
  };
}

/** JSON text in which `#123#` is the bare number 123, whatever its size. */
function wire(body: object): string {
  return JSON.stringify(body).replace(/"#(\d+)#"/g, '$1');
}
