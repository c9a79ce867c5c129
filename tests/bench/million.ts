import { withTenantSql } from '../../app/db/client.server';
import type { OrderNews } from '../../app/domain/orders/order';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { orders as dialect } from '../../app/platforms/shopify/order';
import { lastProof } from '../../app/sync/parity-store.server';
import { writeJson } from '../../practice/shopify/payloads/json';
import { orderPayload } from '../../practice/shopify/payloads/order';
import { copyOrders } from '../../practice/shopify/stock/copy-orders';
import { addOldOrders } from '../../practice/shopify/stock/old-orders';
import type { StoreRoom } from '../../practice/shopify/store-room';
import type { ConnectedStore } from '../setup/connected-store';
import { type Bench, benchCase } from './bench';
import { withHistory } from './sync-jobs';

/**
 * A store of 1,000,000 orders on the platform and, with `million`, here as well: the last thirty days came through the platform's API, what is
 * older through our own writer. Then a pass over the store, in which nothing changes, and a proof of thirty days, at the
 * rate that the platform's larger plans allow.
 */
const days = 30;
/** For so long nothing has happened: longer than a pass looks back. */
const silent = 2;
const year = 548;
const lived = 2000;
const batch = 1000;

export const million = over('million', 'all of it is here');
export const millionRecent = over('million-recent', 'its last thirty days are here');

function over(name: string, here: string): Bench {
  const all = name === 'million';
  return {
    name,
    about: `a pass over an unchanged store of 1,000,000 orders, and a proof of thirty days; ${here}`,
    run: (options) => passAndProof(options, all, name),
  };
}

async function passAndProof({ quick, say }: Parameters<Bench['run']>[0], all: boolean, name: string) {
  const count = quick ? 20_000 : 1_000_000;
  // As many as an even year and a half has in them.
  const recent = Math.round((count * days) / year);
  const domain = 'million.myshopify.com';
  const lives = { orders: Math.min(lived, recent), days: days - silent, until: daysAgo(silent) };
  return withHistory(domain, lives, async ({ store, room, worker, job }) => {
    copyOrders(room, recent);
    addOldOrders(room, count - recent, { fromDays: year, toDays: days + 1 });
    if (room.shelf('order').size() !== count) throw new Error(`the store has ${room.shelf('order').size()} orders`);
    if (all) await writeOld(store, room);
    say(`${count - recent} old orders are ${all ? 'here and there' : 'there'}`);

    await worker.start();
    const history = await job('backfill', { from: daysAgo(days + 1).toISOString() });
    const { rows } = await store.database.admin.query(
      'select count(*)::int as orders from orders where store_id = $1',
      [store.storeId],
    );
    const wanted = all ? count : history.job.processed;
    if (rows[0].orders !== wanted) throw new Error(`${rows[0].orders} of ${wanted} orders are here`);
    say(`${wanted} are here; the last ${history.job.processed} came through the API`);
    const pass = await job('incremental');
    const proof = await job('reconcile', { days });
    const found = await lastProof(store.storeId);
    if (found?.differences !== 0) throw new Error(`the proof found ${found?.differences} differences`);
    const refused = history.refused + pass.refused + proof.refused;
    return {
      bench: name,
      rounds: 1,
      cases: [
        benchCase('orders there', [count], 'orders'),
        benchCase('orders here', [wanted], 'orders'),
        benchCase('a pass, nothing changed', [pass.seconds], 's'),
        benchCase('its calls', [pass.calls], 'calls'),
        benchCase(`a proof of ${days} days, ${found.orders} orders`, [proof.seconds], 's'),
        benchCase('its calls ', [proof.calls], 'calls'),
        benchCase('refused in all', [refused], 'calls'),
        benchCase('the worker’s memory', worker.memory(), 'MiB'),
      ],
      ratios: { 'proof / ten minutes': Number((proof.seconds / 600).toFixed(2)) },
    };
  });
}

const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000);

/** Old orders into our tables, as a message of the platform tells each of them. */
async function writeOld({ storeId }: Pick<ConnectedStore, 'storeId'>, room: StoreRoom): Promise<void> {
  let waiting: OrderNews[] = [];
  const write = async () => {
    const news = waiting;
    waiting = [];
    if (news.length > 0) await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
  };
  const recent = new Set(room.shelf('order').written());
  for (const order of room.shelf('order').all()) {
    if (recent.has(order)) continue;
    const read = dialect.read('orders/create', writeJson(orderPayload(room, order)));
    if (read.kind !== 'orders') throw new Error(`order ${order.id} is read as ${read.kind}`);
    waiting.push(...read.news);
    if (waiting.length >= batch) await write();
  }
  await write();
}
