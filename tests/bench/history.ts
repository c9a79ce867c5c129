import { lastProof } from '../../app/sync/parity-store.server';
import { copyOrders } from '../../practice/shopify/stock/copy-orders';
import { type Bench, benchCase } from './bench';
import { withHistory } from './sync-jobs';

/**
 * A long history at the rate that the platform's larger plans allow (a bucket of 20,000 points, 1,000 a second): 100,000
 * orders of 55 days, so that its last thirty are those of a store with a million a year and a half. The worker is killed
 * ten times while it reads and saves; then a pass finds nothing new, and the last thirty days are proven.
 */
const kills = 10;
const lived = 2000;

export const history: Bench = {
  name: 'history',
  about: `a history whose worker is killed ${kills} times, then a pass and a proof`,
  async run({ quick, say }) {
    const count = quick ? 6000 : 100_000;
    const domain = 'history.myshopify.com';
    return withHistory(domain, { orders: lived, days: 55 }, async ({ store, room, worker, job }) => {
      copyOrders(room, count);
      say(`a store with ${count} orders is open`);

      await worker.start();
      let killed = 0;
      const first = await job('backfill', {}, async ({ processed }) => {
        if (killed >= kills || processed < (count * (killed + 0.5)) / (kills + 1)) return;
        killed += 1;
        await worker.kill();
        await worker.start();
        say(`killed for the ${killed}. time at ${processed} orders`);
      });
      if (killed < kills) throw new Error(`the history was over after ${killed} kills`);
      const { rows } = await store.database.admin.query(
        `select (select count(*)::int from orders where store_id = $1) as orders,
                (select count(*)::int from orders where store_id = $1 and revision > 1) as twice,
                (select count(*)::int from inbox_entry where store_id = $1 and topic = 'order:pulled') as entries,
                (select count(distinct object_id)::int from inbox_entry where store_id = $1 and topic = 'order:pulled') as told`,
        [store.storeId],
      );
      const { orders, twice, entries, told } = rows[0];
      const wrong = { orders, entries, told, processed: first.job.processed, created: first.job.created };
      if (twice > 0 || Object.values(wrong).some((n) => n !== count))
        throw new Error(`not ${count} once each: ${JSON.stringify({ ...wrong, twice })}`);
      const pass = await job('incremental');
      const proof = await job('reconcile', { days: 30 });
      const found = await lastProof(store.storeId);
      if (found?.differences !== 0) throw new Error(`the proof found ${found?.differences} differences`);
      say(`each of ${count} orders once after ${kills} kills; the proof compared ${found.orders}, none differs`);
      const memory = worker.memory();
      return {
        bench: 'history',
        rounds: 1,
        cases: [
          benchCase(`${count} orders, ${kills} kills`, [first.seconds], 's'),
          benchCase('its calls', [first.calls], 'calls'),
          benchCase('refused in all', [first.refused + pass.refused + proof.refused], 'calls'),
          benchCase('the worker’s memory, each life’s most', memory, 'MiB'),
          benchCase('a pass, nothing changed', [pass.seconds], 's'),
          benchCase('its calls ', [pass.calls], 'calls'),
          benchCase(`a proof of 30 days, ${found.orders} orders`, [proof.seconds], 's'),
          benchCase('its points of the rate limit', [proof.points], 'points'),
        ],
        ratios: {
          'memory, last life / first': Number(((memory.at(-1) ?? 0) / (memory[0] ?? 1)).toFixed(2)),
          'proof / ten minutes': Number((proof.seconds / 600).toFixed(2)),
        },
      };
    });
  },
};
